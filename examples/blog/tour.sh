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

# The last answer: its status, its fragments in their order, where each of
# them comes from and in how many milliseconds, its entity tag and how many
# statements it took.
status='' fragments=() tag='' statements=''
declare -A source_of key_of took_of

# The key that each fragment of each path had last, if any; empty if it was
# unique.
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
  : >"$temporary/body"
  status=$(curl --silent --show-error --noproxy '*' --max-time "$patience" \
                --dump-header "$temporary/head" \
                --output "$temporary/body" --write-out '%{http_code}' "$@") ||
    fail "$address does not answer."
}

# GETs the path $1, with the arguments of curl that follow, and learns what the
# header says.
ask ()
{
  local path=$1 field value
  shift
  fragments=() source_of=() key_of=() took_of=() tag='' statements=''
  request "$@" "$address$path"
  while read -r field value; do
    value=${value%$'\r'}
    case ${field,,} in
      server-timing:) learn_timings "$value" ;;
      etag:) tag=$value ;;
    esac
  done <"$temporary/head"
  same_bytes
}

# Learns of the list $1, as in: article;dur=0.21;desc="hit alkey;...",
# comments;dur=0.18;desc="hit alkey;...", sql;desc="0", total;dur=0.44
learn_timings ()
{
  local one name took source key
  local form='^([^;]+)(;dur=([0-9.]+))?(;desc="([^ "]*) ?([^ "]*)")?$'
  while read -r one; do
    [[ $one =~ $form ]] || fail "this is no time of a fragment: $one"
    name=${BASH_REMATCH[1]} took=${BASH_REMATCH[3]}
    source=${BASH_REMATCH[5]} key=${BASH_REMATCH[6]}
    case $name in
      sql) statements=$source ;;
      total|page) ;;
      *)
        fragments+=("$name")
        source_of[$name]=$source
        key_of[$name]=$key
        took_of[$name]=$took
        ;;
    esac
  done <<<"${1//, /$'\n'}"
}

# Equal entity tags mean equal bodies, throughout the story.
same_bytes ()
{
  local first=$temporary/body-$tag
  [[ $tag && $status == 200 ]] || return 0
  [[ -f $first ]] || cp "$temporary/body" "$first"
  cmp -s "$first" "$temporary/body" ||
    fail "two pages are not the same and have the same tag, $tag."
}

# GETs the path $1. The other arguments say what is expected of each of its
# fragments, as in article=hit: a hit has the key that it had, a miss has another one.
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

# True if the last page was made of hits only.
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
  printf '  GET %s: %s, %s statements\n' "$path" "$status" "$statements"
  [[ $status == 200 ]] || fail "$path answers $status, and should answer 200."
  [[ ${fragments[*]} == "${*%=*}" ]] ||
    fail "$path should be made of: ${*%=*}; and is made of: ${fragments[*]}."
  ! all_hits || [[ $statements == 0 ]] ||
    fail "all fragments are hits, but there were $statements statements."

  for expected in "$@"; do
    name=${expected%=*} expected=${expected#*=}
    source=${source_of[$name]-absent} key=${key_of[$name]-}
    before=${known[$path $name]-}
    printf '    %-10s %-10s %6s ms  %s\n' "$name" "$source" \
           "${took_of[$name]-}" "$key"

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

# GETs the path $1, which should answer $2, with the arguments of curl that
# follow.
get_status ()
{
  local path=$1 expected=$2
  shift 2
  ask "$path" "$@"
  printf '  GET %s%s: %s, %s statements\n' "$path" "${*/#-H/ with}" "$status" \
         "$statements"
  [[ $status == "$expected" ]] ||
    fail "$path answers $status, and should answer $expected."
}

# GETs the path $1 as a client does that has the page with the tag $2, which
# should be answered by $3.
get_if_none_match ()
{
  get_status "$1" "$3" -H "If-None-Match: $2"
  [[ $3 != 304 ]] || {
    [[ $tag == "$2" ]] || fail "the tag of what has not changed is $tag."
    [[ $statements == 0 ]] || fail "there were $statements statements."
    [[ ! -s $temporary/body ]] || fail "the page was sent all the same."
  }
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

# True if the last page holds the text $1.
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

# The tag of the last page, which should have one.
tagged ()
{
  [[ $tag ]] || fail "the page has no entity tag."
  printf '    ETag       %s\n' "$tag"
}

begin=$SECONDS

chapter '1. Nothing is cached: two articles and the list are rendered. The' \
        'list is made of a teaser of each article.'
get /articles/1 article=miss comments=miss
get /articles/2 article=miss comments=miss
get / list=miss teaser-3=miss teaser-2=miss teaser-1=miss latest=miss

chapter '2. The same again comes from the cache, without the database.'
get_hits /articles/1
get_hits /articles/2
get_hits /

chapter '3. A browser that has the page of article 1 is not sent it again, and' \
        'the database is not asked. How it is made is shown without a tag.'
get_hits /articles/1
tagged
tag_of_1=$tag
get_if_none_match /articles/1 "$tag_of_1" 304
get_hits /articles/2
tagged
tag_of_2=$tag
get_if_none_match /articles/1 "$tag_of_2" 200
get '/articles/1?show=fragments' article=hit comments=hit
shows 'Fragments of this page'
[[ ! $tag ]] || fail "a page that shows how it is made has the tag $tag."
get_status /articles/99 404 -H 'If-None-Match: *'

chapter '4. An author edits article 1.'
post /articles/1 303 'title=Woven numbers' 'text=Just as the loom weaves.'

chapter '5. Its fragments have new keys, and so has the list, which shows its' \
        'title. Article 2 and its teaser, and the latest comments, have not' \
        'changed.'
get /articles/2 article=hit comments=hit
get / list=miss teaser-3=hit teaser-2=hit teaser-1=miss latest=hit
shows 'Woven numbers'
get /articles/1 article=miss comments=miss
shows 'Woven numbers'

chapter '6. Once rendered, they are hits. The page that the browser is sent to' \
        'after the edit shows what that changed.'
get_hits /articles/1
get_hits /
get '/articles/1?after=1' article=hit comments=hit
shows 'Article 1 was edited.'
shows 'This changed 5 tokens, and 4 of 9 fragments in the cache.'
[[ ! $tag ]] || fail "a page that shows what was written has the tag $tag."

chapter '7. The browser is sent article 1, with another tag, and not article 2.'
get_if_none_match /articles/1 "$tag_of_1" 200
shows 'Woven numbers'
tagged
[[ $tag != "$tag_of_1" ]] || fail "the tag is that of the page before."
tag_of_1=$tag
get_if_none_match /articles/1 "$tag_of_1" 304
get_if_none_match /articles/2 "$tag_of_2" 304

chapter '8. Each search has a list of its own, made of the same teasers.'
get '/?q=woven' list=miss teaser-1=hit latest=hit
get '/?q=moth' list=miss teaser-2=hit latest=hit

chapter '9. The author edits it again, but the transaction is rolled back.'
post /articles/1 303 'title=Never written' 'text=Never.' 'then=roll back'

chapter '10. Nothing has changed, so everything is a hit.'
get /articles/1 article=hit comments=hit
hides 'Never written'
get / list=hit latest=hit
get /articles/2 article=hit comments=hit
get_if_none_match /articles/1 "$tag_of_1" 304
get '/articles/1?after=2' article=hit comments=hit
shows 'No token has changed.'

chapter '11. A request that is refused changes nothing either.'
post /articles/1 400 'title=' 'text=An article without a title.'
post /articles/99 404 'title=Nothing' 'text=There is no such article.'
get /articles/1 article=hit comments=hit
get_if_none_match /articles/1 "$tag_of_1" 304

chapter '12. A reader reviews article 2. A comment belongs to its article:' \
        'with the one the other changes, its teaser, and the list.'
post /articles/2/comments 303 'by=Ida' 'text=Is the moth well?' 'stars=4'
get /articles/1 article=hit comments=hit
get_if_none_match /articles/1 "$tag_of_1" 304
get /articles/2 article=miss comments=miss
shows 'Is the moth well?'
get_if_none_match /articles/2 "$tag_of_2" 200
get / list=miss teaser-3=hit teaser-2=miss teaser-1=hit latest=miss
shows 'Ida'
get_hits /articles/2
get_hits /

chapter '13. Article 1 is erased. The list changes, the others do not.'
post /articles/1/erase 303
get_if_none_match /articles/1 "$tag_of_1" 404
get / list=miss teaser-3=hit teaser-2=hit latest=miss
hides 'Woven numbers'
get /articles/2 article=hit comments=hit

printf '\nThe story is true. It took %d s.\n' $((SECONDS - begin))
