-- How values are replaced, and when fences are over.

-- Counts values that are replaced, because they were not written by this
-- library or not in this epoch; the caller is told the key of the first.
-- Another program that writes here may have removed the fence of a commit in
-- flight. So a token that replaces such a value has a fence of its own for as
-- long as a commit may take.
local replaced, first_replaced = 0, nil
local function replace (key)
  replaced = replaced + 1
  first_replaced = first_replaced or key
end

local function own_fence ()
  return ' ' .. tick () .. '-0-' .. ARGV[4]
end

-- Returns whether the caller says that a fence is over: this one, or a later
-- one of the same commit.
local over
local function is_over (fence, owner, at)
  if not over then
    over = {}
    for one, its_tick, nonce in
        string.gmatch (ARGV[6], '( ([0-9]+)%-([0-9]+)%-[0-9]+)') do
      over[one] = true
      if nonce ~= '0' then
        over[nonce] = math.max (over[nonce] or 0, tonumber (its_tick))
      end
    end
  end
  return over[fence] or over[owner] and at <= over[owner]
end

-- A fence does not end by the server's time, which can be set. Only one that is
-- this old does: its process has died, and nobody has read the token since.
local day = 24 * 60 * 60 * 1000000

-- Removes fences from a list, in which each has a space before it: those that
-- are over and, if a nonce is given, those of the nonce. Returns the remaining
-- list and whether one was over. Returns nothing if the text is not such a list
-- or a fence is later than the clock.
local function without_overdue (fences, nonce)
  local rest, overdue, size = {}, false, 0
  local latest = math.max (clock, now)
  for fence, at, owner, lasting in
      string.gmatch (fences, '( ([0-9]+)%-([0-9]+)%-([0-9]+))') do
    local tick_of_it = tonumber (at)
    if #at > 16 or #owner > 16 or #lasting > 9 or tick_of_it > latest then
      return nil
    end
    size = size + #fence
    if owner ~= nonce then
      if is_over (fence, owner, tick_of_it) or now - tick_of_it > day then
        overdue = true
      else
        rest[#rest + 1] = fence
      end
    end
  end
  if size ~= #fences then
    return nil
  end
  return table.concat (rest), overdue
end
