#!/usr/bin/env bash
# Drives a blog that runs on a new database through a story of hits and
# misses, prints what happens, and fails if it is not what should happen.
#
#   examples/blog/tour.sh ADDRESS
#
# examples/run.sh --tour starts the blog for it.
set -euo pipefail

(($# == 1)) || { echo "usage: ${0##*/} ADDRESS" >&2; exit 2; }
address=${1%/}

# How long to wait for what must come, in seconds.
patience=10

temporary=$(mktemp -d)
trap 'rm -rf "$temporary"' EXIT

# Of the last answer: the status, its fragments in their order, and how each
# of them was come by.
status='' fragments=()
declare -A source_of key_of

# The key that each fragment of each path had last; empty if it was unique.
declare -A known

chapter ()
{
  printf '\n'
  printf '%s\n' "$@"
}

fail ()
{
  printf '\nThe story is not true: %s\n' "$*" >&2
  exit 1
}

# Makes the request that curl's arguments $@ say.
request ()
{
  status=$(curl --silent --show-error --noproxy '*' --max-time "$patience" \
                --dump-header "$temporary/head" \
                --output "$temporary/body" --write-out '%{http_code}' "$@") ||
    fail "$address does not answer."
}

# GETs the path $1 and learns what the header says of its fragments, a line
# for each: "Fragment: article hit alkey;...".
ask ()
{
  local field name source key
  fragments=() source_of=() key_of=()
  request "$address$1"
  while read -r field name source key; do
    [[ ${field,,} == fragment: ]] || continue
    fragments+=("$name")
    source_of[$name]=$source
    key_of[$name]=${key%$'\r'}
  done <"$temporary/head"
}

# GETs the path $1. What follows are expectations, as in article=hit: a hit
# has the key that it had, a miss has another one.
get ()
{
  local path=$1
  shift
  ask "$path"
  check "$path" "$@"
}

# GETs the path $1 until all of its fragments are hits, which they are at once
# or very soon.
get_hits ()
{
  local end=$((SECONDS + patience))
  ask "$1"
  until all_hits; do
    ((SECONDS < end)) ||
      fail "$1 is not in the cache after $patience seconds: ${source_of[*]}."
    sleep 0.05
    ask "$1"
  done
  check "$1" "${fragments[@]/%/=hit}"
}

# Whether the last page was made of hits only.
all_hits ()
{
  local source
  for source in "${source_of[@]-none}"; do
    [[ $source == hit ]] || return 1
  done
}

# Prints the answer to a GET of the path $1, and compares it to what follows.
check ()
{
  local path=$1 expected name source key before
  shift
  printf '  GET %s: %s\n' "$path" "$status"
  [[ $status == 200 ]] || fail "$path answers $status, and should answer 200."

  for expected in "$@"; do
    name=${expected%=*} expected=${expected#*=}
    source=${source_of[$name]-absent} key=${key_of[$name]-}
    before=${known[$path $name]-none}
    printf '    %-10s %-10s %s\n' "$name" "$source" "$key"

    # A commit may be in flight still where what it wrote is seen already: to
    # be unstorable then is a miss too, and whoever needs the hit waits.
    case $expected,$source in
      hit,hit)
        [[ ! $before || $key == "$before" ]] ||
          fail "$name is a hit, but its key was $before before."
        ;;
      miss,miss|miss,unstorable)
        [[ $key != "$before" ]] ||
          fail "$name is a miss, but its key is the same as before."
        ;;
      *,unstorable)
        fail "$name should be a $expected, but its key is unique: does Redis" \
             "answer?"
        ;;
      *) fail "$name should be a $expected, and is: $source." ;;
    esac

    [[ $source != unstorable ]] || key=''
    known[$path $name]=$key
  done
}

# GETs the path $1, which should answer $2.
get_status ()
{
  ask "$1"
  printf '  GET %s: %s\n' "$1" "$status"
  [[ $status == "$2" ]] || fail "$1 answers $status, and should answer $2."
}

# POSTs the fields that follow to the path $1, which should answer $2.
post ()
{
  local path=$1 expected=$2 field fields=(--data '')
  shift 2
  for field in "$@"; do fields+=(--data-urlencode "$field"); done
  request "${fields[@]}" "$address$path"
  printf '  POST %s' "$path"
  for field in "$@"; do printf ' "%s"' "$field"; done
  printf ': %s\n' "$status"
  [[ $status == "$expected" ]] ||
    fail "$path answers $status, and should answer $expected."
}

# Whether the last page holds the text $1.
holds ()
{
  grep -qF -- "$1" "$temporary/body"
}

shows ()
{
  holds "$1" || fail "the page does not show '$1'."
  printf '    shows      %s\n' "$1"
}

hides ()
{
  ! holds "$1" || fail "the page still shows '$1'."
  printf '    hides      %s\n' "$1"
}

begin=$SECONDS

chapter '1. Nothing is cached: two articles and the list are rendered.'
get /articles/1 article=miss comments=miss
get /articles/2 article=miss comments=miss
get / list=miss latest=miss

chapter '2. The same again comes from the cache, without the database.'
get_hits /articles/1
get_hits /articles/2
get_hits /

chapter '3. Somebody edits article 1.'
post /articles/1 303 'title=Woven numbers' 'text=Just as the loom weaves.'

chapter '4. It has a new key, and so has the list, which shows its title.' \
        'Article 2 and the latest comments have not changed.'
get /articles/2 article=hit comments=hit
get /articles/1 article=miss comments=miss
shows 'Woven numbers'
get / list=miss latest=hit
shows 'Woven numbers'

chapter '5. Once rendered, they are hits.'
get_hits /articles/1
get_hits /

chapter '6. Somebody edits it again, but the transaction is rolled back.'
post /articles/1 303 'title=Never written' 'text=Never.' 'then=roll back'

chapter '7. Nothing has changed, so everything is a hit.'
get /articles/1 article=hit comments=hit
hides 'Never written'
get / list=hit latest=hit
get /articles/2 article=hit comments=hit

chapter '8. What is refused changes nothing either.'
post /articles/1 400 'title=' 'text=An article without a title.'
post /articles/99 404 'title=Nothing' 'text=There is no such article.'
get /articles/1 article=hit comments=hit

chapter '9. Somebody reviews article 2. A comment belongs to its article:' \
        'with the one the other changes, and the list.'
post /articles/2/comments 303 'by=Ida' 'text=Is the moth well?' 'stars=4'
get /articles/1 article=hit comments=hit
get /articles/2 article=miss comments=miss
shows 'Is the moth well?'
get / list=miss latest=miss
shows 'Ida'
get_hits /articles/2
get_hits /

chapter '10. Article 1 is erased. The list changes, article 2 does not.'
post /articles/1/erase 303
get_status /articles/1 404
get / list=miss latest=miss
hides 'Woven numbers'
get /articles/2 article=hit comments=hit

printf '\nThe story is true. It took %d s.\n' $((SECONDS - begin))
