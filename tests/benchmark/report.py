#!/usr/bin/env python3
"""Makes the table and the plots from what Google Benchmark has measured.

    report.py FILE [DIRECTORY]

FILE is written by --benchmark_out, as JSON. The table is Markdown. With a
DIRECTORY it writes keys.svg and commits.svg there, unless nothing was measured
for one of their lines.

A counter "<contestant> <quantity>" is the result of one repetition, in
nanoseconds or bytes. A ratio or a difference is taken within each repetition,
where both contestants met the same machine; the table shows the median over
the repetitions and, behind ±, half of the distance between the quartiles.
"""

import json
import re
import statistics
import sys

from plots import BLUE, GREY, ORANGE, svg

TIME, CPU, NEW, RATE, BYTES = (
    'time', 'processor time', 'allocations', 'rate', 'bytes')

lines = []


def line(what, benchmark, subject, baseline='', aim=None, quantity=TIME,
         ratio=False, per=1):
    """A line of the table: the subject, or how it compares with a baseline.

    The subject is a contestant of the benchmark, or the benchmark itself if it
    has no name; per is how many of what is shown are in one call.
    """
    lines.append((what, benchmark, subject, baseline, aim, quantity, ratio,
                  per))


def ratio(what, benchmark, subject, baseline, aim=None, **more):
    line(what, benchmark, subject, baseline, aim, ratio=True, **more)


def cpu(what, benchmark, subject, baseline='', aim=None, per=1):
    line(what, benchmark, subject, baseline, aim, CPU, per=per)


def objects(n):
    return f'{n} object' if n == 1 else f'{n} objects'


def values(what, benchmark, baseline, aim=None):
    ratio(f'{what} / {baseline}', benchmark, 'fetch', 'raw', aim)
    cpu('its processor time more than that of hiredis', benchmark, 'fetch',
        'raw')
    line('its allocations beside hiredis\'s own', benchmark, 'fetch',
         quantity=NEW)


for b, database, block in (('commit', 'SQLite with synchronous NORMAL', 64),
                           ('commit_full', 'SQLite with synchronous FULL', 16),
                           ('commit_pgsql', 'PostgreSQL', 16)):
    for b, how in (f'{b}/1', 'Redis idle'), (f'{b}/{block}', 'back to back'):
        ratio(f'transaction of 1 update / plain ODB and the script, {database}'
              f', {how}', b, 'tracked', 'by hand', 1.10)
        line('more than plain ODB alone', b, 'tracked', 'plain')
        cpu('its processor time more than that by hand', b, 'tracked',
            'by hand')
        line('the fence\'s script by hand', b, 'fence')
        line('the reset\'s script by hand', b, 'reset')

ratio('transaction of 1 update with 10 dependents / with 1', 'dependents',
      '10', '1')
ratio('with 100 / with 1', 'dependents', '100', '1')
ratio('with 1000 / with 1', 'dependents', '1000', '1', 1.10)

aims = (1, 1.03), (10, 1.03), (100, 1.05), (1000, 1.05)

for n, aim in aims:
    b = f'key/unix_socket/{n}'
    ratio(f'key of {objects(n)} / hiredis MGET', b, 'key', 'raw', aim)
    cpu('its processor time beside the system calls, having waited', b, 'key',
        'bare')
    cpu('of which its arguments', b, 'arguments')
    cpu('that of hiredis', b, 'raw', 'bare')
    line('its allocations beside hiredis\'s own', b, 'key', aim=1,
         quantity=NEW)

for n, aim in aims:
    ratio(f'key of {objects(n)} / hiredis MGET, over TCP', f'key/tcp/{n}',
          'key', 'raw', aim)

for n in 1, 10, 100:
    cpu(f'processor time of a key of {objects(n)} beside the system calls, not'
        ' having waited', f'key_alone/{n}', 'key', 'bare', 400 + 60 * n)
    cpu('that of hiredis', f'key_alone/{n}', 'raw', 'bare')

for n, aim in (1, 300), (10, None), (100, None):
    cpu(f'key of {objects(n)} of a near table', f'near_key/{n}', 'key',
        aim=aim)

for n, size, aim in (1024, '1 KiB', 600), (102400, '100 KiB', None):
    cpu(f'fetch of {size} of a near table', f'near_fetch/{n}', 'fetch',
        aim=aim)
    cpu('the same, shared', f'near_fetch/{n}', 'fetch shared')
    cpu('a copy out of a map under a mutex', f'near_fetch/{n}', 'map')
    cpu('a pointer out of it', f'near_fetch/{n}', 'map shared')

for b, how in ('same', 'the same'), ('apart', 'each its own'):
    b = f'near_threads_{b}'

    for what, name, baseline in (
            ('key of 1 object', 'key of 1', 'map shared'),
            ('key of 10 objects', 'key of 10', 'map shared'),
            ('fetch of 1 KiB', 'fetch', 'map'),
            ('shared fetch of 1 KiB', 'fetch shared', 'map shared')):
        for n in 1, 8:
            ratio(f'processor time of a {what} of a near table by {n} '
                  f'thread{"s" * (n > 1)}, {how} / a map under a mutex', b,
                  f'{name} by {n}', f'{baseline} by {n}', quantity=CPU,
                  per=40000)

        ratio('the same by 8 threads / by 1 thread', b, f'{name} by 8',
              f'{name} by 1', quantity=CPU, per=40000)
        ratio('so many in all by 8 threads / by 1 thread', b, f'{name} by 8',
              f'{name} by 1', quantity=RATE, per=40000)

for b, database, writers in (('', 'SQLite', 4), ('_pgsql', 'PostgreSQL', 16)):
    line(f'transaction of 1 update of a table that is near for 5 ms, '
         f'{database}, idle, more than of another tracked table',
         f'commit_near{b}', 'listed', 'other')
    ratio(f'such transactions by {writers} threads, {database}, near / of '
          'another tracked table', f'commits_near_loaded{b}', 'listed',
          'other', quantity=RATE, per=400)
    ratio('their processor time in this process', f'commits_near_loaded{b}',
          'listed', 'other', quantity=CPU, per=400)

cpu('load of 1000 tracked rows by a query, each', 'rows', 'tracked', 'plain',
    20, per=1000)
cpu('more than untracked rows of the same size', 'rows', 'tracked', 'wide',
    per=1000)
cpu('the call of track () for post_load', 'post_load', '', aim=20)
cpu('the same after a write in the transaction', 'post_load_after_a_write',
    '')
cpu('the call of track () for pre_load', 'pre_load', '')

ratio('memory of Redis for 1,000,000 tokens, each / the same by SET EX',
      'memory', 'tokens', 'by hand', 1.05, quantity=BYTES, per=1000000)
line('for the token of a table', 'memory', 'table', quantity=BYTES)
line('for a sweep', 'memory', 'sweep', quantity=BYTES)
line('for a value of 1 KiB', 'memory', 'values', quantity=BYTES, per=10000)

for what, b in (('load of an untracked object by its id', 'load'),
                ('update of an untracked object', 'update'),
                ('execute ("SELECT 1")', 'text')):
    cpu(what, b, 'traced', 'untraced', 25)

cpu('the tracer\'s call for a prepared SELECT', 'tracer/select', '', aim=25)
cpu('for a prepared UPDATE of an untracked class', 'tracer/update', '', aim=25)
cpu('for the text SELECT 1', 'tracer_text', '', aim=25)
cpu('for a tracked object\'s UPDATE in its operation', 'tracer_operation',
    'traced', 'untraced', 25)
cpu('the calls of track () for one update', 'tracer_operation', 'untraced')

for n in 1, 10:
    ratio(f'keys of {objects(n)} by 8 threads / hiredis MGET by 8 threads',
          f'threads/{n}', 'key', 'raw', 0.9, quantity=RATE, per=4000)

for n in 100, 1000, 10000:
    for s, how, aim in (('idle', 'Redis idle', 2000),
                        ('busy', 'back to back', 4000)):
        b = f'updates/{n}'
        line(f'transaction of {n} updates, {how}, added by each', b, s,
             'plain', aim, per=n)
        line('its COMMIT alone, added by each', b, f'{s} commit',
             'plain commit', aim, per=n)
        ratio('updates a millisecond', b, s, 'plain', quantity=RATE, per=n)

    cpu('processor time of the first, added by each', b, 'idle', 'plain',
        per=n)
    line('the fence\'s script for each row by hand, each', b, 'fence', per=n)
    line('the reset\'s script for each row by hand, each', b, 'reset', per=n)

values('fetch of 1 KiB that is there', 'hit/unix_socket',
       'hiredis MGET with the entry of the value', 1.05)
values('fetch of 1 KiB that is there, over TCP', 'hit/tcp',
       'hiredis MGET with the entry of the value', 1.05)
values('fetch_many of 100 that are there', 'many_hits', 'one hiredis MGET',
       1.10)
ratio('the same / 100 hiredis MGETs at once', 'many_hits', 'fetch',
      'pipelined')
cpu('key while the breaker is open', 'down', 'key', aim=300)
line('its allocations', 'down', 'key', quantity=NEW)
cpu('fetch while the breaker is open', 'down', 'fetch')
values('fetch of 1 KiB that is not', 'miss',
       'hiredis MGET, SET and GET, EVALSHA')
values('fetch_many of 100 that are not', 'many_misses',
       'one hiredis MGET, 100 EVALSHAs at once')

for n in 1, 100:
    b = f'encrypted_key/{n}'
    ratio(f'key of {objects(n)} / hiredis MGET, over TLS', b, 'key', 'raw')
    cpu('its processor time more than that of hiredis', b, 'key', 'raw')

values('fetch of 1 KiB that is there, over TLS', 'encrypted_hit',
       'hiredis MGET with the entry of the value')

for n, aim in aims[:3]:
    ratio(f'key of {objects(n)} / hiredis MGET, in a cluster',
          f'cluster_key/{n}', 'key', 'raw', aim)

values('fetch of 1 KiB that is there, in a cluster', 'cluster_hit/apart',
       'hiredis MGET and GET at once', 1.10)
values('the same, its value on the node of the tokens',
       'cluster_hit/together', 'hiredis MGET and GET at once')
values('fetch_many of 100 that are there, in a cluster', 'cluster_many_hits',
       'three hiredis pipelines at once', 1.15)

for n in 1, 2, 3:
    ratio(f'fetches by 8 threads, values on {n} node{"s" * (n > 1)} / hiredis'
          ' by 8 threads', f'cluster_threads/{n}', 'fetch', 'raw',
          quantity=RATE, per=4000)

for what, b in ([(f'keys of {objects(n)} by 8 threads', f'node_keys/{n}')
                 for n in (1, 10, 100)] +
                [('fences and resets of 1 row by 8 threads', 'node_commits')]):
    line(f'{what}, one node of tokens', b, 'call', quantity=RATE)
    cpu('processor time of its Redis for each', b, 'server')

line('memory of Redis for 1,000,000 tokens in a cluster, each',
     'cluster_memory', 'tokens', quantity=BYTES, per=1000000)


def read(file):
    """All samples, by benchmark and counter, one for each repetition."""
    samples = {}

    with open(file, encoding='utf-8') as f:
        runs = json.load(f)['benchmarks']

    for run in runs:
        if run['run_type'] != 'iteration':
            continue

        name = re.sub(r'/(real_time$|(iterations|repeats):\d+)', '',
                      run['run_name'])

        if run.get('error_occurred') or run.get('skipped'):
            print(f'{name}: {run.get("error_message")}', file=sys.stderr)
            continue

        run[' time'] = run['real_time']
        run[' processor time'] = run['cpu_time']

        for counter, value in run.items():
            samples.setdefault((name, counter), []).append(value)

    return samples


def compared(samples, benchmark, subject, baseline='', quantity=TIME,
             ratio=False, per=1):
    """The subject's samples, the baseline's, and the comparison; or None."""

    def of(contestant):
        counter = TIME if quantity == RATE else quantity
        v = samples.get((benchmark, f'{contestant} {counter}'))
        return v and [per * 1e6 / x if quantity == RATE else x / per
                      for x in v]

    s = of(subject)
    b = of(baseline) if baseline else None

    if s is None or (baseline and b is None):
        return None

    if b is None:
        return s, None, s

    return s, b, [x / y if ratio else x - y for x, y in zip(s, b)]


def amount(n, quantity):
    if quantity == RATE and n < 1:
        return f'{1000 * n:.0f} / s'

    if quantity != TIME and quantity != CPU:
        return f'{n:.1f}' + {NEW: '', RATE: ' / ms', BYTES: ' B'}[quantity]

    for unit, name in (1e6, 'ms'), (1e3, 'us'):
        if abs(n) >= 10 * unit:
            return f'{n / unit:.1f} {name}'

    return f'{n:.1f} ns'


def print_table(samples):
    print('| | baseline | measured | ratio or difference | to reach | reached '
          '|\n|---|---:|---:|---:|---:|---|')

    for what, benchmark, subject, baseline, aim, quantity, ratio, per in lines:
        c = compared(samples, benchmark, subject, baseline, quantity, ratio,
                     per)

        # Left out by --benchmark_filter.
        if c is None:
            continue

        def shown(n):
            return f'{n:.2f}' if ratio else amount(n, quantity)

        s, b, result = c
        median = statistics.median(result)
        low, _, high = statistics.quantiles(result * 2 if len(result) == 1
                                            else result, method='inclusive')
        reached = ' | |'

        if aim is not None:
            good = median >= aim if quantity == RATE else median <= aim
            reached = (' at least ' if quantity == RATE else ' ') + (
                f'{shown(aim)} | {"yes" if good else "no"} |')

        print('|', what, '|', amount(statistics.median(b), quantity) if b
              else '', '|', amount(statistics.median(s), quantity), '|',
              shown(median), '±', shown((high - low) / 2), '|' + reached)


def write_plots(samples, directory):
    def series(name, colour, dashed, benchmark, subject, baseline, unit):
        points = []

        for n in 1, 3, 10, 30, 100, 300, 1000, 10000:
            c = compared(samples, f'{benchmark}/{n}', subject, baseline)

            # On a logarithmic axis nothing else has a place.
            if c is not None and statistics.median(c[2]) > 0:
                points.append((n, statistics.median(c[2]) / unit))

        return name, colour, dashed, points

    def key(name, colour, by):
        return [series(name.format('cache_key'), colour, False, f'key/{by}',
                       'key', '', 1e3),
                series(name.format('hiredis MGET'), colour, True, f'key/{by}',
                       'raw', '', 1e3)]

    plots = {
        'keys.svg': ('Latency of a key', 'objects in the key', 'latency, µs',
                     key('{} over TCP', ORANGE, 'tcp') +
                     key('{} over a unix socket', BLUE, 'unix_socket')),
        'commits.svg': ('Latency that tracking adds to a transaction',
                        'objects that it updates', 'latency, ms',
                        [series('added, back to back', ORANGE, False,
                                'updates', 'busy', 'plain', 1e6),
                         series('added, Redis idle before', BLUE, False,
                                'updates', 'idle', 'plain', 1e6),
                         series('plain ODB alone, SQLite', GREY, True,
                                'updates', 'plain', '', 1e6)])}

    for file, plot in plots.items():
        if not all(s[3] for s in plot[3]):
            print(f'{file}: not all of it was measured', file=sys.stderr)
            continue

        with open(f'{directory}/{file}', 'w', encoding='utf-8') as f:
            f.write(svg(*plot))


measured = read(sys.argv[1])
print_table(measured)

if len(sys.argv) > 2:
    write_plots(measured, sys.argv[2])
