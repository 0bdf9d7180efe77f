# shellcheck shell=bash disable=SC2034 # parts is for run.sh
#
# The table of what is checked, for run.sh: the small configurations and every
# variant, for CI, and the larger ones.
#
# Each check has the expected result; how many commits, readers and losses of
# Redis there are; other sizes of protocol.pml; and the variants that go into
# it, if any. G1 and G2 stand for an assertion that must fail in a broken
# variant, reached for one that must fail to show that something good can
# happen.

small_protocol ()
{
  check holds    2 2 0
  check holds    3 1 0
  check holds    1 2 1
  check holds    2 1 1 smaller.pml
  check holds    1 2 0 expiring.pml
  check holds    2 1 0 expiring.pml
  check holds    1 1 1 expiring.pml
  check holds    1 2 0 allkeys.pml
  check holds    2 1 0 allkeys.pml

  check G2       1 1 0 broken/no-fence.pml
  check G2       1 1 0 broken/in-flight-ignored.pml
  check G2       1 1 0 broken/no-stamp.pml
  check G2       1 1 0 broken/stamp-after-snapshot.pml
  check G2       1 1 0 broken/reset-to-fence.pml
  check G2       2 1 0 broken/reset-clears-all.pml
  check G2       2 1 0 broken/counter.pml
  check G2       1 1 0 broken/reset-when-unknown.pml
  check G2       1 1 0 broken/commit-outlasts-fence.pml
  check G2       1 1 0 broken/missing-is-zero.pml
  check G1       1 2 0 broken/fence-expires.pml
  check G2       1 1 0 broken/table-bound-in-flight.pml
  check G1       1 2 0 broken/sweep-not-read.pml
  check G2       1 1 0 broken/many-keep-their-tokens.pml
  check G1       2 2 0 broken/many-drop-fences.pml
  check G2       1 1 1 smaller.pml broken/no-new-epoch.pml
  check G2       1 1 1 smaller.pml broken/no-quarantine.pml
  check G2       1 1 1 smaller.pml broken/quarantine-keeps-epoch.pml
  check G1       1 2 1 smaller.pml no-replica.pml broken/ahead-is-believed.pml
  check G1       1 2 0 broken/allkeys-without-own-fence.pml
  check G2       2 1 0 allkeys.pml broken/allkeys-bare-fence.pml

  check reached  1 1 0 reachable/store.pml
  check reached  1 2 0 reachable/hit.pml
  check reached  1 1 0 reachable/store-after-heal.pml
  check reached  1 1 1 reachable/store-after-loss.pml
  check reached  1 1 0 reachable/first-fill.pml
}

small_near ()
{
  local lost=(smaller.pml no-replica.pml)

  check holds    1 2 0 nears=1
  check holds    1 1 0 nears=2
  check holds    1 1 1 nears=1 smaller.pml
  check holds    1 1 0 nears=1 leases=2 retires=1
  check holds    1 1 0 nears=1 allkeys.pml
  check holds    1 1 0 nears=1 near-list-in-sweep.pml

  check G2       1 1 0 nears=1 smaller.pml broken/near-no-wait.pml
  check G2       1 1 0 nears=1 broken/near-sweep-without-wait.pml
  check G2       1 1 0 nears=1 smaller.pml broken/near-fenced-is-leased.pml
  check G2       1 1 0 nears=1 broken/near-sweep-fence-ignored.pml
  check G2       1 1 0 nears=1 broken/near-row-apart.pml
  check G2       1 1 0 nears=1 smaller.pml broken/near-no-stamp.pml
  check G2       1 1 0 nears=1 leases=2 smaller.pml \
    broken/near-fenced-reply-renews.pml
  check G2       1 1 0 nears=1 retires=1 smaller.pml \
    broken/near-list-remembered.pml
  check G2       1 1 0 nears=1 retires=1 smaller.pml \
    broken/near-closed-is-leased.pml
  check G2       1 1 0 nears=1 retires=1 smaller.pml \
    broken/near-closed-without-wait.pml
  check G2       1 1 0 nears=1 retires=1 smaller.pml \
    broken/near-retired-at-once.pml
  check G2       1 1 0 nears=1 retires=1 smaller.pml \
    broken/near-retired-though-listed-again.pml
  check G2       1 1 0 nears=1 retires=2 smaller.pml \
    broken/near-retired-by-another.pml
  check G2       1 1 1 nears=1 "${lost[@]}" \
    broken/near-no-wait-in-quarantine.pml
  check G2       1 1 1 nears=1 "${lost[@]}" \
    broken/near-leased-in-quarantine.pml
  check G2       1 1 1 nears=1 "${lost[@]}" \
    broken/near-lease-outlasts-fences.pml
  check G2       1 1 1 nears=1 "${lost[@]}" \
    broken/near-stamp-of-any-epoch.pml
  check G2       1 1 0 nears=1 near-list-in-sweep.pml smaller.pml \
    broken/near-listed-sweep-expires.pml

  check reached  1 2 0 nears=1 reachable/near-hit.pml
  check reached  1 1 0 nears=1 reachable/near-store.pml
  check reached  1 1 0 nears=1 reachable/near-wait-ends.pml
  check reached  1 1 0 nears=1 reachable/near-lease-after-crash.pml
  check reached  1 1 0 nears=1 retires=1 reachable/near-retired.pml
}

small_early ()
{
  check holds    1 1 1 early=1
  check holds    1 1 0 early=2 nears=1

  check G2       1 1 0 early=1 broken/early-reply-not-awaited.pml
  check G2       1 1 0 early=1 broken/early-old-fence-counts.pml
  check G2       1 1 0 early=2 broken/early-table-not-fenced-again.pml
  check G2       1 1 0 early=1 broken/early-unfenced-when-unknown.pml
  check G2       1 1 0 early=1 broken/early-unfenced-at-savepoint.pml
  check G2       2 1 0 early=1 smaller.pml broken/early-unfence-clears-all.pml
  check G2       1 1 1 early=1 smaller.pml broken/early-age-from-commit.pml
  check G2       1 1 0 early=1 nears=1 smaller.pml \
    broken/near-fenced-again-without-wait.pml

  check reached  1 2 0 early=1 smaller.pml \
    reachable/early-hit-after-rollback.pml
}

small_timing ()
{
  check_timing holds
  check_timing G1 broken/timing-whole-length.pml
  check_timing G1 broken/timing-from-receipt.pml
  check_timing G1 broken/timing-wait-from-sending.pml
  check_timing G1 broken/timing-clock-stops.pml
  check_timing G1 broken/timing-coarse-clock.pml
}

long_protocol ()
{
  check holds    2 1 1
  check holds    1 1 2
  check holds    1 3 0
  check holds    2 2 0 allkeys.pml
  check holds    3 1 1
  check holds    3 2 0
  check holds    2 2 1
}

long_near ()
{
  check holds    1 1 0 nears=1 leases=2
  check holds    2 1 0 nears=1
  check holds    1 1 1 nears=1
  check holds    1 1 0 nears=1 leases=2 retires=2
  check holds    1 1 1 nears=1 retires=1
  check holds    1 2 0 nears=1 expiring.pml
  check holds    1 1 1 nears=1 allkeys.pml no-replica.pml
  check holds    1 2 0 nears=1 near-list-in-sweep.pml
  check holds    1 1 1 nears=1 near-list-in-sweep.pml
  check holds    2 1 0 nears=1 leases=2
  check holds    1 2 0 nears=1 leases=2
  check holds    1 1 1 nears=1 leases=2
  check holds    2 1 0 nears=2
  check holds    3 1 0 nears=1
  check holds    1 2 0 nears=2
  check holds    2 1 1 nears=1
}

long_early ()
{
  check holds    1 1 0 early=2
  check holds    1 2 0 early=1
  check holds    2 1 0 early=1
  check holds    1 1 0 early=1 allkeys.pml
  check holds    1 2 0 early=2
  check holds    1 1 1 early=2
  check holds    1 1 0 early=1 nears=1 leases=2
  check holds    1 1 0 early=1 nears=2
  check holds    1 1 1 early=1 nears=1
  check holds    1 2 0 early=1 nears=1
  check holds    2 1 0 early=1 nears=1
}

long_timing ()
{
  check_timing holds start=4 end=20
}

parts=(timing near early protocol)
