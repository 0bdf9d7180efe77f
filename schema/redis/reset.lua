-- Gives tokens a new version after a commit, and takes its fences away. The
-- fences of other commits stay.
--
-- KEYS[2…]  the tokens of all that the transaction wrote
-- ARGV[7]   the nonce of the commit
-- ARGV[8]   if it is there: how many of the last keys are sweeps that were
--           fenced in the place of the rows among the others; they only lose
--           the fence
--
-- Returns the answer of every script, with fences that others have left, the
-- most of one token, unless they are very many. Calling it again changes the
-- tokens once more, which costs misses and is otherwise harmless.

local _, versions, fences = load (ARGV[7])
local new = tick () .. ' ' .. tick ()
local sweeps = tonumber (ARGV[8] or 0)
local last = #KEYS - sweeps

-- Many rows, few of which anybody asks for before they are written again.
-- Without a token there is a new version for whoever does, and to delete takes
-- a fraction of the time. That is not for a Redis that evicts: what is made
-- again there waits for the fences that may have been lost.
local dropped = {}
local may_drop = sweeps ~= 0 and not evicts ()

for i = 2, last do
  local rest = fences[i]
  if not may_drop or not is_object (KEYS[i]) then
    save (KEYS[i], new, rest or fences_of_created ())
  elseif rest == '' then
    dropped[#dropped + 1] = KEYS[i]
  elseif rest then
    save (KEYS[i], new, rest)
  end
end

for i = last + 1, #KEYS do
  keep (KEYS[i], (versions[i] or new) .. (fences[i] or fences_of_created ()))
end

-- Before the sweeps are written: what fails here leaves their fences.
for first = 1, #dropped, at_once do
  call ('DEL', unpack (dropped, first, math.min (first + at_once - 1,
                                                 #dropped)))
end

of_commits ('HDEL', ARGV[7])
return close_origin (#others < 4096 and others or '')
