# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=sh disable=SC2154
#
# Fetches sets of Debian packages, of any release and architecture, without
# touching the machine's own package lists, architectures and sources: apt does
# the work with a configuration of its own. The mirror is the one the machine
# uses for Debian, and every package is checked against Debian's keys.
#
# In the cache: debian/KEY is one set of packages, unpacked, with KEY made from
# their names, versions and checksums; NAME.RECIPE.current names the set in use (another
# one when the script that says what is in it has changed) and
# its age tells when a mirror was last asked.
#
# To be sourced after lib.sh. Who does so defines
#	package_names		prints the packages of the set, asking apt-cache
#	complete_set ROOT	changes what was unpacked, where that is needed
# and calls fetch_set. With programs_arch it names an architecture besides those of
# the set and of this machine.

keyring=/usr/share/keyrings/debian-archive-keyring.gpg
max_age_days=7
host_arch=$(dpkg --print-architecture)

# To be raised when the same packages are unpacked in another way.
recipe=2

# The sites of Debian among the machine's apt sources, one a line:
# "security URL" or "main URL".
debian_sites()
{
	# shellcheck disable=SC2016
	apt-get indextargets --format '$(CODENAME) $(SITE)' \
		'Origin: Debian' 'Created-By: Packages' 2>/dev/null |
		sed -n -e 's/^[^ ]*-security /security /p' -e t \
			-e 's/^[^ ]* /main /p' |
		sort -u
}

# suites RELEASE: which of the sites have it, one a line: "URL SUITE".
suites()
{
	sites=$(debian_sites)
	if [ -z "$sites" ] && [ "$(id -u)" -eq 0 ]; then
		apt-get -q update || :
		sites=$(debian_sites)
	fi
	[ -n "$sites" ] || return
	base=$(base_release "$1")
	echo "$sites" | while read -r kind site; do
		case $kind:$base in
		main:sid)
			echo "$site $base" ;;
		main:*)
			echo "$site $base"
			echo "$site $base-updates" ;;
		security:sid)
			;;
		security:*)
			echo "$site $base-security" ;;
		esac
		[ "$kind:$base" = "main:$1" ] || [ "$kind" = security ] ||
			echo "$site $1"
	done
}

write_sources()
{
	lines=$(suites "$release") || {
		remedy="this machine has no lists of a Debian mirror; run as root, with the network there: apt-get update"
		return 1
	}
	echo "$lines" | sed "s|.*|deb [signed-by=$keyring] & main|" >"$apt/sources.list"
}

# The hooks are cleared because they act on the machine: they belong to its own
# lists and packages.
write_config()
{
	# What backports and experimental have counts there only when it is asked for.
	default_release=$release
	[ "$release" != "$(base_release "$release")" ] || default_release=
	mkdir -p "$apt/lists/partial" "$apt/archives/partial"
	: >"$apt/status"
	cat >"$apt/apt.conf" <<-EOT
		Dir::State "$apt";
		Dir::State::status "$apt/status";
		Dir::State::Lists "$apt/lists";
		Dir::Cache "$apt";
		Dir::Cache::archives "$apt/archives";
		Dir::Etc::SourceList "$apt/sources.list";
		Dir::Etc::SourceParts "-";
		APT::Default-Release "$default_release";
		APT::Architecture "$arch";
		APT::Architectures { "$arch"; "$host_arch"; "${programs_arch:-$host_arch}"; };
		APT::Sandbox::User "root";
		Acquire::Languages "none";
		Acquire::Retries "3";
		#clear APT::Update::Pre-Invoke;
		#clear APT::Update::Post-Invoke;
		#clear APT::Update::Post-Invoke-Success;
		#clear DPkg::Post-Invoke;
	EOT
}

# Lines of "FILE SHA256:SUM".
package_sums()
{
	# shellcheck disable=SC2086
	apt-get -c "$apt/apt.conf" --print-uris download $1 |
		awk '$NF ~ /^SHA256:/ { print $2, $NF }' | LC_ALL=C sort
}

# Unpacked next to where it belongs and then renamed, so that a set is either
# there as a whole or not at all.
download_and_unpack()
{
	tmp=$(mktemp -d "$cache/fetching.$name.XXXXXX") &&
		mkdir "$tmp/deb" "$tmp/root" &&
		download "$tmp/deb" "$1" || return
	broken=yes
	unpack "$tmp/deb" "$tmp/root" &&
		complete_set "$tmp/root" &&
		rm -r "$tmp/deb" &&
		mv "$tmp" "$cache/debian/$2"
}

download()
{
	# shellcheck disable=SC2086
	(cd "$1" && apt-get -q -c "$apt/apt.conf" download $2)
}

unpack()
{
	for deb in "$1"/*.deb; do
		dpkg-deb -x "$deb" "$2" || return
	done
}

# Leaves the key of the current set in the file NAME.RECIPE.current. Used as a
# condition, where set -e does nothing: each step is checked.
update()
{
	write_config && write_sources || return
	# A list that cannot be had need not be one that is needed: what counts
	# is whether the packages can be had.
	apt-get -q -c "$apt/apt.conf" update
	names=$(package_names) && [ -n "$names" ] || return
	sums=$(package_sums "$names") && [ -n "$sums" ] || return
	key=$(echo "$recipe $sums" | sha256sum | cut -c 1-16)

	if [ ! -d "$cache/debian/$key" ]; then
		say "Fetching $what ..." 2>&3
		download_and_unpack "$names" "$key" || return
	fi
	echo "$key" >"$current.new" && mv "$current.new" "$current"
}

# A set that another NAME.RECIPE.current names is in use as well.
clean_cache()
{
	rm -rf "$cache/fetching.$name".*
	rm -f "$apt"/archives/*.deb
	find "$cache/debian" -mindepth 1 -maxdepth 1 -mtime +60 |
		while read -r set; do
			grep -q -s -x "${set##*/}" "$cache"/*.current ||
				rm -rf "$set"
		done
}

# What apt complains of, as far as it can be told from what follows from that.
cause()
{
	for line in 'E: Release file' 'E: The repository' 'W: Failed to fetch' 'E: '; do
		! grep -m 1 "^$line" "$log" || return 0
	done
}

is_fresh()
{
	[ -n "$(find "$current" -mtime "-$max_age_days" 2>/dev/null)" ] &&
		[ -d "$cache/debian/$(cat "$current")" ]
}

# fetch_set NAME RELEASE ARCH WHAT: prints the folder where the set is. One that no mirror
# has is "unavailable". Sets of other names can be fetched at the same time. WHAT is
# how a person is told of it.
fetch_set()
{
	name=$1 release=$2 arch=$3 what=$4
	apt=$cache/apt/$name
	current=$cache/$name.$recipe-$(sha256sum <"$0" | cut -c 1-8).current
	log=$logs/fetch-$name.log
	remedy="connect this machine to a Debian mirror that has $release and run this again"
	broken=''

	mkdir -p "$cache/debian" "$cache/apt" "$logs"
	exec 9>"$cache/apt/$name.lock"
	flock 9

	if ! is_fresh; then
		if update 3>&2 >"$log" 2>&1 </dev/null; then
			clean_cache
		elif [ -f "$current" ] && [ -d "$cache/debian/$(cat "$current")" ]; then
			say "No mirror answers: going on with what was fetched before."
		elif [ -n "$broken" ]; then
			die "cannot unpack $what into $cache: look at ${log#"$top/"}, and whether the disk is full"
		else
			unavailable "cannot fetch $what: $remedy (apt says '$(cause)', and all of its output is in ${log#"$top/"})"
		fi
	fi
	echo "$cache/debian/$(cat "$current")/root"
}
