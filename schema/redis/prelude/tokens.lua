-- How tokens are read, taken apart and written.

-- Returns the string under a key, an empty one if the value is of another type,
-- and false if there is none. (MGET reports a value of another type as
-- missing.) An empty string is no token, so that it is replaced.
local function held (key)
  local value = redis.pcall ('GET', key)
  if type (value) ~= 'table' then
    return value
  end
  return match (value.err, '^WRONGTYPE') and '' or call ('GET', key)
end

-- A longer list of fences is foreign: a thousand commits of a million rows
-- leave less.
local longest = 512 * 1024

-- Takes a token apart, and removes fences that are over and, if a nonce is
-- given, those of the nonce. Returns "version changed", or nil if the token
-- needs a new version, and the remaining fences. Returns nothing if it is no
-- token of this epoch.
--
-- The last list of fences is kept, as the tokens of one commit mostly have the
-- same.
local list, list_nonce, rest_of_list, overdue_in_list = '', nil, '', false
local function take_apart (value, nonce)
  local version, changed, fences_at = match (value, '^([0-9]+) ([0-9]+)()')

  -- As texts of one length compare, so do their numbers.
  local sound = version and
    (changed == version or
     #changed <= 16 and tonumber (changed) <= tonumber (version)) and
    (#version == #origin_clock and version <= origin_clock or
     raise_clock (version))

  if sound and fences_at > #value then
    return value, ''
  elseif sound and #value - fences_at < longest then
    local this = sub (value, fences_at)
    if this ~= list or nonce ~= list_nonce then
      list, list_nonce = this, nonce
      rest_of_list, overdue_in_list = without_overdue (this, nonce)
    end
    if rest_of_list and not overdue_in_list then
      version = sub (value, 1, fences_at - 1)
    else
      version = nil
    end
    return version, rest_of_list
  end
end

-- Reads the origin and the tokens, and removes fences that are over and, if a
-- nonce is given, those of the nonce. Returns three tables, by the index of the
-- key:
--
--   the value,
--   "version changed", or nil if the token needs a new version,
--   the remaining fences, or nil if there is no token.
--
-- Afterwards the clock is at least that of all tokens, so that one tick serves
-- for everything that is written, and a key that is given twice is written
-- twice with the same value.
--
-- The longest list of remaining fences is kept for reset.lua, which returns it
-- to the caller.
local others = ''
local function load (nonce)
  local count = #KEYS
  local values = call ('MGET', unpack (KEYS, 1, math.min (count, at_once)))

  for first = at_once + 1, count, at_once do
    local more = call ('MGET', unpack (KEYS, first,
                                       math.min (first + at_once - 1, count)))
    for i = 1, #more do
      values[first + i - 1] = more[i]
    end
  end

  open_origin (values[1] or held (KEYS[1]))

  local versions, fences = {}, {}

  for i = 2, count do
    local value = values[i] or held (KEYS[i])
    if value then
      versions[i], fences[i] = take_apart (value, nonce)
      if not fences[i] then
        replace (KEYS[i])
        fences[i] = own_fence ()
      elseif #fences[i] > #others then
        others = fences[i]
      end
    end
  end

  return values, versions, fences
end

local function is_object (key)
  local last = sub (key, -2)
  return last ~= '#*' and last ~= '#!'
end

-- Under maxmemory-policy allkeys-… a token that is missing may have been
-- evicted with the fence of a commit in flight. So a token that is created then
-- has a fence of its own, for as long as that commit may take.
local evicting
local function evicts ()
  if evicting == nil then
    evicting = string.find (call ('INFO', 'memory'),
                            'maxmemory_policy:allkeys', 1, true) ~= nil
  end
  return evicting
end

local function fences_of_created ()
  return evicts () and own_fence () or ''
end

-- The keys and values that get no time to live, in turn. They are written at
-- the end, by MSET.
local lasting, size = {}, 0
local function keep (key, value)
  lasting[size + 1], lasting[size + 2] = key, value
  size = size + 2
end

-- Writes a token. That of an object lives for a while after its last write, and
-- so does any token that a reader has created. It has no time to live while a
-- commit is in flight, since its fence must not expire or be evicted. (A fence
-- with nonce 0 belongs to no commit.) All other tokens have no time to live: a
-- sweep that is created again changes the version of every row.
local function save (key, version, fences, created)
  local value = version .. fences
  if not created and not is_object (key) then
    keep (key, value)
  elseif fences == '' then
    call ('SET', key, value, 'PX', ARGV[5])
  elseif string.gsub (fences, ' [0-9]+%-0%-[0-9]+', '') == '' then
    call ('SET', key, value, 'PX',
          string.format ('%.0f', math.max (tonumber (ARGV[5]),
                                           10 * tonumber (ARGV[4]))))
  else
    keep (key, value)
  end
  return value
end

-- Prolongs the life of a token of a table or a sweep that no commit has written
-- yet, so that it lives as long as those of objects that are created later.
local function renew (key, value)
  if not is_object (key) and call ('PTTL', key) > 0 then
    call ('SET', key, value, 'PX', ARGV[5])
  end
end
