-- Gives tokens a new version after a commit, and removes its fences. The fences
-- of other commits stay.
--
-- KEYS[2…]  the tokens of everything that the transaction wrote
-- ARGV[7]   the nonce of the commit
-- ARGV[8]   if it is there: so many of the last keys are sweeps, which were
--           fenced in the place of the rows among the other keys. They only
--           lose the fence
--
-- Returns the common answer, with the longest list of fences that other commits
-- have on one of the tokens, unless it is very long. A second call changes the
-- tokens once more, which costs misses and does no harm.

local _, versions, fences = load (ARGV[7])
local new = tick () .. ' ' .. tick ()
local sweeps = tonumber (ARGV[8] or 0)
local last = #KEYS - sweeps

-- Few of very many rows are read before they are written again. So their tokens
-- are deleted, which takes a fraction of the time; a reader creates a token
-- with a new version. A Redis that evicts keeps them, because a token that is
-- created there is in flight until fences that may have been lost are over.
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

-- This comes before the sweeps are written, whose fences stay if it fails.
for first = 1, #dropped, at_once do
  call ('DEL', unpack (dropped, first, math.min (first + at_once - 1,
                                                 #dropped)))
end

of_commits ('HDEL', ARGV[7])
return close_origin (#others < 4096 and others or '')
