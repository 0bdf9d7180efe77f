-- What every script begins with: the arguments that all of them have, the
-- clock, the origin, and how a token is read, healed and written.
--
-- KEYS[1]  the origin
-- ARGV[1]  the run id of the server that the caller is connected to
-- ARGV[2]  a fresh random epoch, used if one is needed
-- ARGV[3]  the fence timeout in microseconds
-- ARGV[4]  the time to live of an object's token in milliseconds
--
-- Numbers are doubles, exact below 2^53, which is what ticks are kept below;
-- '%.0f' prints them without an exponent.

local server_time = redis.call ('TIME')
local now = server_time[1] * 1000000 + server_time[2]
local timeout = tonumber (ARGV[3])

local epoch, clock, origin_fences
local origin_changed = false

-- The clock's next tick. One serves for all that a script writes, unless it
-- meets a token that is as new.
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
  if fences == '' then
    return fences, false
  end

  local rest, overdue = {}, false
  for at, owner in string.gmatch (fences, ' (%d+)%-(%d+)') do
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

local function is_object (key)
  return string.find (key, '#[*!]$') == nil
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

-- Returns version, changed and fences, or nothing if there is no token. What
-- is not a token counts as none.
local function load (key, nonce)
  local value = redis.call ('GET', key)
  if not value then
    return nil
  end

  local version, changed, fences = string.match (value, '^(%d+) (%d+)(.*)$')
  if not version then
    return nil
  end
  raise_clock (version)

  local rest, overdue = without_overdue (fences, nonce)
  if overdue then
    version, changed = tick (), tick ()
  end
  return version, changed, rest, rest ~= fences
end

-- What is missing under maxmemory-policy allkeys-… may have been evicted, and
-- with it the fence of a commit in flight. So whatever is created then has a
-- fence of its own, for as long as that commit may take.
local evicting
local function fences_of_created ()
  if evicting == nil then
    evicting = string.find (redis.call ('INFO', 'memory'),
                            'maxmemory_policy:allkeys', 1, true) ~= nil
  end
  return evicting and ' ' .. tick () .. '-0' or ''
end

-- The token of an object lives a while after its last write, but must not be
-- evicted or expire while a commit is in flight. (A fence of nobody's is for
-- who loses tokens anyway.) All others live for ever: a sweep that is created
-- again would change the version of every row.
local function save (key, version, changed, fences)
  local value = version .. ' ' .. changed .. fences
  if is_object (key) and string.gsub (fences, ' %d+%-0', '') == '' then
    redis.call ('SET', key, value, 'PX',
                fences == '' and ARGV[4] or
                string.format ('%.0f', math.max (tonumber (ARGV[4]),
                                                 timeout / 1000)))
  else
    redis.call ('SET', key, value)
  end
  return value
end

-- A commit may be in flight whose fences went with the old origin, or were
-- never copied to this server. So a new epoch begins with a fence of its own,
-- and every key is unique until that is overdue. The epoch is then made anew
-- once more: stamps that were taken in between must not count.
local function open_origin ()
  local value = redis.call ('GET', KEYS[1])
  local run_id

  if value then
    epoch, clock, run_id, origin_fences =
      string.match (value, '^(%x+) (%d+) (%S+)(.*)$')
  end

  clock = tonumber (clock or 0)

  if run_id ~= ARGV[1] then
    epoch = ARGV[2]
    origin_fences = ' ' .. tick () .. '-0'
    return
  end

  local rest, overdue = without_overdue (origin_fences)
  if overdue then
    tick ()
    origin_fences = rest
    if rest == '' then
      epoch = ARGV[2]
    end
  end
end

-- Returns the origin as it is now.
local function close_origin ()
  local value = epoch .. ' ' .. string.format ('%.0f', clock) .. ' ' ..
    ARGV[1] .. origin_fences
  if origin_changed then
    redis.call ('SET', KEYS[1], value)
  end
  return value
end

open_origin ()
