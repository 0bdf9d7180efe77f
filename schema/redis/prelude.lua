-- What every script begins with: the arguments that all of them have, the
-- clock, the origin, and how tokens are read, healed and written.
--
-- KEYS[1]  the origin
-- ARGV[1]  the run id of the server that the caller is connected to
-- ARGV[2]  a fresh random epoch, used if one is needed
-- ARGV[3]  the fence timeout in microseconds
-- ARGV[4]  the time to live of an object's token in milliseconds
--
-- Numbers are doubles, exact below 2^53, which is what ticks are kept below;
-- '%.0f' prints them without an exponent.
--
-- A command costs more than what is done with its reply, and a string more
-- than a comparison. So tokens are read and written together, and taken apart
-- no further than needed; [0-9] is several times as fast as %d.

-- How many arguments a command gets; Lua's stack holds 8000. Those of MSET are
-- pairs.
local at_once = 4000
local call, match, sub = redis.call, string.match, string.sub

local server_time = call ('TIME')
local now = server_time[1] * 1000000 + server_time[2]
local timeout = tonumber (ARGV[3])

local epoch, clock, origin_clock, origin_fences
local origin_changed = false

-- The clock's next tick. One serves for all that a script writes, unless it
-- read a token that is as new.
local drawn
local function tick ()
  if not drawn then
    clock = math.max (clock + 1, now)
    drawn = string.format ('%.0f', clock)
    origin_changed = true
  end
  return drawn
end

-- Takes from a list of fences, each with a space before it, those that are
-- older than the timeout, and, if given, those of one nonce. Returns the
-- others and whether one was too old.
local function without_overdue (fences, nonce)
  local rest, overdue = {}, false
  for at, owner in string.gmatch (fences, ' ([0-9]+)%-([0-9]+)') do
    if owner ~= nonce then
      if now - tonumber (at) > timeout then
        overdue = true
      else
        rest[#rest + 1] = ' ' .. at .. '-' .. owner
      end
    end
  end
  return table.concat (rest), overdue
end

-- No tick may repeat a version that keys may carry already. The clock is
-- behind one only if the origin was lost without the token, and the server's
-- time is behind the one that the token was written by.
local function raise_clock (version)
  local written = tonumber (version)
  if written > clock then
    clock, drawn = written, nil
    origin_changed = true
  elseif drawn and written == clock then
    drawn = nil
  end
end

-- A commit may be in flight whose fences went with the old origin, or were
-- never copied to this server. So a new epoch begins with a fence of its own,
-- and every key is unique until that is overdue. The epoch is then made anew
-- once more: stamps that were taken in between must not count.
local function open_origin (value)
  local run_id

  if value then
    epoch, origin_clock, run_id, origin_fences =
      match (value, '^([0-9a-f]+) ([0-9]+) ([^ ]+)(.*)$')
  end

  origin_clock = origin_clock or '0'
  clock = tonumber (origin_clock)

  if run_id ~= ARGV[1] then
    epoch = ARGV[2]
    origin_fences = ' ' .. tick () .. '-0'
    return
  end

  if origin_fences ~= '' then
    local rest, overdue = without_overdue (origin_fences)
    if overdue then
      tick ()
      origin_fences = rest
      if rest == '' then
        epoch = ARGV[2]
      end
    end
  end
end

-- Reads the origin and the tokens, without the fences of a nonce, if given, and
-- those that are too old. Returns, by the index of their keys:
--
--   what they hold,
--   version and changed, nothing if they have to be new,
--   the fences that are left, nothing if there is no token.
--
-- What is not a token counts as none. The clock is past all of them then, so
-- that one tick serves for whatever is written, and a key that is given twice
-- is written the same twice.
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

  -- MGET takes what is of another type for missing; GET says that it is wrong.
  open_origin (values[1] or call ('GET', KEYS[1]))

  local versions, fences = {}, {}
  local list, rest, overdue = '', '', false

  for i = 2, count do
    local value = values[i] or call ('GET', KEYS[i]) or ''
    local version, fences_at = match (value, '^([0-9]+) [0-9]+()')

    if version then
      -- As texts of one length compare, so do their numbers.
      if #version ~= #origin_clock or version > origin_clock then
        raise_clock (version)
      end

      if fences_at > #value then
        versions[i], fences[i] = value, ''
      else
        -- The tokens of one commit mostly have the same fences.
        local this = sub (value, fences_at)
        if this ~= list then
          list, rest, overdue = this, without_overdue (this, nonce)
        end
        fences[i] = rest
        if not overdue then
          versions[i] = sub (value, 1, fences_at - 1)
        end
      end
    end
  end

  return values, versions, fences
end

local function is_object (key)
  local last = sub (key, -2)
  return last ~= '#*' and last ~= '#!'
end

-- What is missing under maxmemory-policy allkeys-… may have been evicted, and
-- with it the fence of a commit in flight. So whatever is created then has a
-- fence of its own, for as long as that commit may take.
local evicting
local function evicts ()
  if evicting == nil then
    evicting = string.find (call ('INFO', 'memory'),
                            'maxmemory_policy:allkeys', 1, true) ~= nil
  end
  return evicting
end

local function fences_of_created ()
  return evicts () and ' ' .. tick () .. '-0' or ''
end

-- What is to live for ever is written at the end.
local lasting, size = {}, 0
local function keep (key, value)
  lasting[size + 1], lasting[size + 2] = key, value
  size = size + 2
end

-- The token of an object lives a while after its last write, but must not be
-- evicted or expire while a commit is in flight. (A fence of nobody's is for
-- who loses tokens anyway.) All others live for ever: a sweep that is created
-- again would change the version of every row.
local function save (key, version, fences)
  local value = version .. fences
  if not is_object (key) then
    keep (key, value)
  elseif fences == '' then
    call ('SET', key, value, 'PX', ARGV[4])
  elseif string.gsub (fences, ' [0-9]+%-0', '') == '' then
    call ('SET', key, value, 'PX',
          string.format ('%.0f', math.max (tonumber (ARGV[4]),
                                           timeout / 1000)))
  else
    keep (key, value)
  end
  return value
end

-- Writes what is not written yet. Returns the origin as it is now.
local function close_origin ()
  local value = epoch .. ' ' .. (drawn or string.format ('%.0f', clock)) ..
    ' ' .. ARGV[1] .. origin_fences
  if origin_changed then
    keep (KEYS[1], value)
  end
  for first = 1, size, at_once do
    call ('MSET', unpack (lasting, first, math.min (first + at_once - 1, size)))
  end
  return value
end
