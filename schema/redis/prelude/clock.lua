-- This part comes first: it has the arguments of all scripts but store.lua and
-- remove.lua, and the clock.
--
-- KEYS[1]  the origin
-- ARGV[1]  the server that the caller is connected to, and the history of its
--          data
-- ARGV[2]  a fresh random epoch, used if one is needed
-- ARGV[3]  the epoch that the caller knows, an '@', and the latest clock that
--          it has seen of this epoch; empty if it knows none
-- ARGV[4]  how long the caller's fences last, in milliseconds
-- ARGV[5]  the time to live of an object's token in milliseconds
-- ARGV[6]  the fences that are over: the caller has seen each for as long as
--          it lasts, by its steady clock. They stand here as in tokens, each
--          with a space before it
--
-- Numbers are doubles, which are exact below 2^53; ticks and nonces are below
-- that. '%.0f' prints them without an exponent.
--
-- A command costs more than the work on its reply, and a new string more than
-- a comparison. So tokens are read and written together, and taken apart no
-- further than needed; [0-9] is several times as fast as %d.

-- Commands are called with this many arguments at most, since Lua's stack holds
-- 8000. The number is even because the arguments of MSET are pairs.
local at_once = 4000
local call, match, sub = redis.call, string.match, string.sub

local server_time = call ('TIME')
local now = server_time[1] * 1000000 + server_time[2]

local epoch, clock, origin_clock, origin_past, origin_near, origin_fences
local origin_changed = false

-- Returns the next tick of the clock. One tick serves for everything that a
-- script writes, unless it has read a token that is as new.
local drawn
local function tick ()
  if not drawn then
    clock = math.max (clock + 1, now)
    drawn = string.format ('%.0f', clock)
    origin_changed = true
  end
  return drawn
end

-- Returns whether a version may be one of this epoch, and raises the clock to
-- it. The clock can be behind a version if the origin was lost and the token
-- was not. It has to be raised then, since keys may carry the version already,
-- and no tick may repeat it. It is never raised beyond the server's time: keys
-- carry no version that the clock has not reached.
local function raise_clock (version)
  local written = tonumber (version)
  if #version > 16 or written > clock and written > now then
    return false
  end
  if written > clock then
    tick ()
  end
  if drawn and written == clock then
    drawn = nil
  end
  return true
end
