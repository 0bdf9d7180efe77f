-- The origin: the epoch, the server, and when a new epoch begins.

-- The past of an origin tells which epochs come before its own, and how far the
-- clock of each had gone: "epoch@clock,epoch@clock", the latest first, or "-".
-- A caller that knows a later clock of one of them, or another epoch, has seen
-- commits that this origin knows nothing of.
local remembered = 8
local longest_past = remembered * 34
local known_epoch, known_clock = match (ARGV[3], '^([0-9a-f]+)@([0-9]+)$')

local function comes_after_known ()
  local seen = known_epoch == epoch and origin_clock or
    match (origin_past, known_epoch .. '@([0-9]+)')
  return seen and #seen <= 16 and tonumber (seen) >= tonumber (known_clock)
end

-- Begins a new epoch. It comes after the caller's epoch and, if the origin that
-- was found here is sound, after that of the origin and those of its past.
local function begin_epoch (found)
  local order, clocks = {}, {}

  local function add (one, its_clock)
    if not clocks[one] and #order < remembered then
      order[#order + 1] = one
      clocks[one] = its_clock
    elseif clocks[one] and tonumber (its_clock) > tonumber (clocks[one]) then
      clocks[one] = its_clock
    end
  end

  if known_epoch then
    add (known_epoch, known_clock)
  end
  if found then
    add (epoch, origin_clock)
    for one, its_clock in
        string.gmatch (origin_past, '([0-9a-f]+)@([0-9]+)') do
      add (one, its_clock)
    end
  end

  for i, one in ipairs (order) do
    order[i] = one .. '@' .. clocks[one]
  end
  epoch = ARGV[2]
  origin_past = #order ~= 0 and table.concat (order, ',') or '-'
end

-- The server, and the history of its data. One caller may have learnt that
-- they have changed, and another one not yet. The two must not take turns in
-- beginning epochs, so a server that seems to be another one is asked itself.
local server = ARGV[1]
local function ask_server ()
  local run = match (call ('INFO', 'server'), '\nrun_id:(%w+)')
  local history = match (call ('INFO', 'replication'), '\nmaster_replid:(%w+)')
  if run and history then
    server = sub (run, 1, 20) .. '-' .. sub (history, 1, 20)
  end
end

-- The list of tables whose tokens processes may use for some milliseconds
-- without asking. It stands behind the past, as " =users:5,settings:50:1700",
-- or is empty. Behind the name is the length in milliseconds, and behind that,
-- if the table is on its way off the list, the tick of the call that said so.
local longest_near = 4096
local longest_lease = 50
local function is_near_list (list)
  local size = 2
  for entry, length, its_tick in
      string.gmatch (sub (list, 3) .. ',',
                     '([%w_.~+@%%-]+:([0-9]+):?([0-9]*),)') do
    local closed = sub (entry, -#its_tick - 2, -#its_tick - 2) == ':'
    if #length > 2 or tonumber (length) == 0 or
       tonumber (length) > longest_lease or #its_tick > 16 or
       closed ~= (its_tick ~= '') or tonumber (its_tick) == 0 then
      return false
    end
    size = size + #entry
  end
  return size == #list + 1 and #list <= longest_near
end

-- Takes the origin apart, and begins a new epoch if there is no origin, if it
-- is unsound or of another server, or if it does not come after what the caller
-- knows: then the caller has seen commits of another server, to which the
-- address led meanwhile, or this server has lost writes that it had
-- acknowledged.
--
-- A commit may be in flight whose fences were lost with the old origin, or were
-- never copied to this server. So a new epoch begins with a fence of its own,
-- the quarantine, and all keys are unique until it is over. Then another epoch
-- begins, so that stamps which were taken in the quarantine do not count.
--
-- No key carries a version of a new epoch, hence its clock begins with the
-- server's time, whatever the old clock was. Only at the end of a quarantine it
-- goes on. Within an epoch the clock may be ahead of the server's time, if that
-- was set back. If it is ahead by a year, the library has not written it, and
-- ticks might exceed their 16 digits.
local function open_origin (value)
  local of_server, rest, overdue
  clock, origin_near = 0, ''

  if value then
    epoch, origin_clock, of_server, origin_past, origin_fences =
      match (value, '^([0-9a-f]+) ([0-9]+) ([^ ]+) ([0-9a-f@,-]+)(.*)$')
  end
  if of_server and sub (origin_fences, 1, 2) == ' =' then
    origin_near, origin_fences = match (origin_fences, '^( =[^ ]*)(.*)$')
  end

  if of_server and #epoch == 16 and #origin_clock <= 16 and
     #origin_past <= longest_past and
     (origin_near == '' or is_near_list (origin_near)) and
     tonumber (origin_clock) <= now + 366 * day then
    clock = tonumber (origin_clock)
    rest, overdue = without_overdue (origin_fences)
  end

  if of_server and of_server ~= server then
    ask_server ()
  end

  if rest and of_server == server and
     (not known_epoch or comes_after_known ()) then
    if overdue then
      if rest == '' then
        begin_epoch (true)
      end
      tick ()
      origin_fences = rest
    end
    return
  end

  if value and not rest and (not of_server or of_server == server) then
    replace (KEYS[1])
  end
  begin_epoch (rest)
  clock, origin_clock = 0, '0'
  origin_near = rest and origin_near or ''
  origin_fences = own_fence ()
end
