#!/usr/bin/env python3
"""Drives the blog in a headless Chromium, at the width of a phone and of a desk.

    tests/package/browser.py BLOG [SCREENSHOT]

BLOG is the program. It gets a database and a Redis of its own from
examples/run.sh. An article is edited by its form, and the badges of all pages
have to tell of it: fragments that show the article turn from hits to misses,
and the others stay hits. With SCREENSHOT, a PNG of the page after the edit is
left there.

Returns 77, which CTest takes for skipped, where chromium or chromedriver is
missing.
"""

import base64
import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

TOP = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
SKIPPED = 77

# The number of seconds to wait for an answer that must come.
PATIENCE = 60

# Name, width, height, and whether the browser behaves like that of a phone.
SCREENS = [('phone', 390, 844, True), ('desk', 1280, 900, False)]

# WebDriver's name for the property that holds an element's reference.
ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'


class Failure(Exception):
    pass


def check(condition, message):
    if not condition:
        raise Failure(message)


@contextlib.contextmanager
def running(arguments, pattern, environment):
    """Runs a program, whose output tells an address by a line with the
    pattern; ends it, and with it what it has started, by SIGTERM."""
    process = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL, text=True, env=environment, cwd=TOP)
    try:
        said = []
        for line in process.stdout:
            said.append(line)
            match = re.search(pattern, line)
            if match:
                break
        else:
            raise Failure(f'{arguments[0]} ended: {"".join(said)}')
        yield match.group(1)
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)


class Browser:
    """A session of chromedriver, by the WebDriver protocol (W3C), which is
    JSON over HTTP."""

    def __init__(self, driver, chromium, profile):
        self.base = driver
        self.base += '/session/' + self.post('/session', {
            'capabilities': {'alwaysMatch': {
                'browserName': 'chrome',
                'goog:chromeOptions': {
                    'binary': chromium,
                    # Root has no sandbox, and a container may have little
                    # shared memory. The program opens its own server only.
                    'args': ['--headless=new', '--no-sandbox',
                             '--disable-dev-shm-usage', '--disable-gpu',
                             '--hide-scrollbars', '--no-proxy-server',
                             '--user-data-dir=' + profile]}}}})['sessionId']

    def request(self, method, path, body=None):
        request = urllib.request.Request(
            self.base + path, method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={'Content-Type': 'application/json'})
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                return json.load(answer)['value']
        except urllib.error.HTTPError as e:
            raise Failure(f'{method} {path}: {e.read().decode()[:300]}')

    def post(self, path, body):
        return self.request('POST', path, body)

    def quit(self):
        self.request('DELETE', '')

    def devtools(self, command, **parameters):
        self.post('/goog/cdp/execute',
                  {'cmd': command, 'params': parameters})

    def screen(self, width, height, phone):
        self.devtools('Emulation.setDeviceMetricsOverride', width=width,
                      height=height, deviceScaleFactor=1, mobile=phone)

    def open(self, url):
        self.post('/url', {'url': url})

    def run(self, script, *arguments):
        return self.post('/execute/sync',
                         {'script': script, 'args': list(arguments)})

    def find(self, selector):
        return self.post('/element', {'using': 'css selector',
                                      'value': selector})[ELEMENT]

    def click(self, selector):
        self.post(f'/element/{self.find(selector)}/click', {})

    def write(self, selector, text):
        element = self.find(selector)
        self.post(f'/element/{element}/clear', {})
        self.post(f'/element/{element}/value', {'text': text})

    def picture(self, file):
        with open(file, 'wb') as f:
            f.write(base64.b64decode(self.request('GET', '/screenshot')))


class Visit:
    """A page as a reader sees it."""

    def __init__(self, browser, address, screen):
        self.browser, self.address, self.screen = browser, address, screen
        self.styled = True

    def open(self, path):
        self.browser.open(self.address + path)
        self.fits()

    def fits(self):
        """Nothing is wider than the screen, so that nobody has to scroll
        sideways."""
        width = self.screen[1]
        found = self.browser.run('''
            return [document.scrollingElement.scrollWidth,
                    [...document.querySelectorAll('body *')]
                      .filter(e => e.getBoundingClientRect().right > arguments[0])
                      .map(e => e.tagName + '.' + e.className)];''', width)
        check(found == [width, []],
              f'{self.browser.run("return location.href")} is {found[0]} wide '
              f'on a screen of {width}: {found[1][:5]}')

    def badges(self):
        """By their names, the fragments that have a badge: the word on it. The
        whole key is its title, and a short one is beside it."""
        found = self.browser.run('''
            return [...document.querySelectorAll('[data-source]')].map(e => {
              const badge = e.querySelector(':scope > div > .badge');
              const code = e.querySelector(':scope > div > code');
              return [e.dataset.fragment, badge.textContent,
                      code.title, code.textContent,
                      badge.checkVisibility() && code.checkVisibility(),
                      getComputedStyle(badge).backgroundColor];});''')
        badges = {}
        for name, word, key, short, visible, colour in found:
            check(visible, f'the badge of {name} cannot be seen')
            check(not self.styled or colour.startswith('rgb('),
                  f'the badge of {name} is pale: {colour}')
            check(key.startswith('alkey;'), f'{name} has no key: {key}')
            check(0 < len(short) < len(key),
                  f'the key of {name} is not short: {short}')
            badges[name] = (word, key)
        return badges

    def shows(self, path, **expected):
        """Opens a page, and compares the words on its badges."""
        if path:
            self.open(path)
        badges = self.badges()
        words = {name: word for name, (word, _) in badges.items()}
        expected = {name.replace('_', '-'): w for name, w in expected.items()}
        print(f'  {self.screen[0]}: {path or "then"}: {words}')
        check(words == expected, f'{path or "the page"} should have the badges '
                                 f'{expected}, and has {words}')
        return {name: key for name, (_, key) in badges.items()}

    def summary(self):
        return self.browser.run(
            'return document.getElementById("made").innerText')

    def report(self):
        """Of the page after a write: the tokens that have changed, the misses
        and the hits."""
        return self.browser.run('''
            const r = document.getElementById('report');
            const text = s => [...r.querySelectorAll(s)].map(e => e.innerText);
            return {sentence: r.querySelector('b').innerText,
                    tokens: text('tbody td:first-child'),
                    before: text('tbody td:nth-child(2)'),
                    after: text('tbody td:nth-child(3)'),
                    misses: text('.text-bg-danger'),
                    hits: text('.text-bg-success')};''')

    def warm(self):
        """Opens the pages until they are in the cache: the second time."""
        for _ in range(2):
            for path in '/', '/articles/1', '/articles/2', '/authors/Ada':
                self.open(path)

    def edit(self, title, button):
        self.open('/articles/1')
        self.browser.click('a[href="/articles/1/edit"]')
        self.fits()
        self.browser.write('input[name=title]', title)
        self.browser.click(f'button[value="{button}"]')
        self.fits()


def story(visit):
    """An edit, told by the badges."""
    browser = visit.browser
    title = 'Woven on a ' + visit.screen[0]

    visit.warm()
    before = visit.shows('/', list='hit', latest='hit')
    before_1 = visit.shows('/articles/1', article='hit', comments='hit')
    before_2 = visit.shows('/articles/2', article='hit', comments='hit')
    visit.shows('/authors/Ada', author='hit')
    check('0 SQL statements' in visit.summary(),
          f'a page of hits says: {visit.summary()}')

    visit.edit(title, 'save')
    report = visit.report()
    print(f'  {visit.screen[0]}: {report["sentence"]} {report["misses"]}')
    check(report['sentence'] == 'Article 1 was edited.', report['sentence'])
    check(report['tokens'] == ['one<article> (1)', 'one<author> ("Ada")',
                               'all<article> ()', 'all<author> ()',
                               'everything ()'],
          f'other tokens have changed: {report["tokens"]}')
    check(not set(report['before']) & set(report['after']),
          f'tokens are as before: {report["after"]}')
    for name in 'article 1', 'comments on article 1', 'list', 'author Ada':
        check(name in report['misses'],
              f'{name} is not among the misses: {report["misses"]}')
    for name in 'article 2', 'comments on article 2', 'latest comments':
        check(name in report['hits'],
              f'{name} is not among the hits: {report["hits"]}')

    after_1 = visit.shows('', article='miss', comments='miss')
    check(not set(before_1.values()) & set(after_1.values()),
          'a miss has the key that it had before')
    check(title in browser.run('return document.body.innerText'),
          'the page does not show the new title')

    after_2 = visit.shows('/articles/2', article='hit', comments='hit')
    check(before_2 == after_2, 'a hit has another key than before')
    visit.shows('/authors/Ada', author='miss')
    after = visit.shows('/', list='miss', teaser_3='hit', teaser_2='hit',
                        teaser_1='miss', latest='hit')
    check(before['latest'] == after['latest'] and
          before['list'] != after['list'], 'the keys of the list are wrong')

    # The page with the table of its fragments has badges as well.
    visit.open('/articles/1?show=fragments')
    visit.shows('', article='hit', comments='hit')

    visit.edit('Never written', 'roll back')
    report = visit.report()
    check(report['tokens'] == [] and report['misses'] == [] and
          'article 1' in report['hits'],
          f'a rollback has changed something: {report}')
    visit.shows('', article='hit', comments='hit')

    visit.open('/articles/new')
    visit.open('/articles/99')
    check('There is no article 99' in
          browser.run('return document.body.innerText'), 'no message')


def own_copy(visit):
    """A browser that keeps pages is told that its copy is right."""
    visit.browser.devtools('Network.setCacheDisabled', cacheDisabled=False)
    visit.open('/articles/2')
    visit.shows('/articles/2', article='browser', comments='browser')
    check('304' in visit.summary() and
          '0 SQL statements' in visit.summary(), visit.summary())
    visit.browser.devtools('Network.setCacheDisabled', cacheDisabled=True)


def without_style(visit):
    """The pages can be read where Bootstrap is missing."""
    visit.browser.devtools('Network.setBlockedURLs', urls=['*bootstrap.css'])
    visit.styled = False
    visit.open('/articles/1')
    visit.shows('/', list='hit', latest='hit')
    check(visit.browser.run('return getComputedStyle(document.querySelector('
                            '".card")).display') == 'block',
          'the style sheet is there all the same')
    visit.browser.devtools('Network.setBlockedURLs', urls=[])


def main():
    if len(sys.argv) not in (2, 3):
        print('usage: browser.py BLOG [SCREENSHOT]', file=sys.stderr)
        return 2
    blog = os.path.abspath(sys.argv[1])
    screenshot = sys.argv[2] if len(sys.argv) == 3 else None

    chromium, driver = shutil.which('chromium'), shutil.which('chromedriver')
    if not chromium or not driver:
        print('skipped: this takes chromium and chromedriver '
              '(odb_alkey/dependencies.sh tests)')
        return SKIPPED

    with contextlib.ExitStack() as stack:
        home = stack.enter_context(
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        environment = dict(os.environ, HOME=home, XDG_CONFIG_HOME=home,
                           XDG_CACHE_HOME=home, REDIS_URL='')
        address = stack.enter_context(running(
            ['bash', 'examples/run.sh', '--run', blog],
            r'the blog is at (http://\S+)/', environment))
        port = stack.enter_context(running(
            [driver, '--port=0'], r'started successfully on port (\d+)',
            environment))
        browser = Browser(f'http://127.0.0.1:{port}', chromium,
                          os.path.join(home, 'profile'))
        stack.callback(browser.quit)

        # Otherwise each page that it has seen is its own copy the next time.
        browser.devtools('Network.enable')
        browser.devtools('Network.setCacheDisabled', cacheDisabled=True)

        for screen in SCREENS:
            print(f'{screen[0]}, {screen[1]} x {screen[2]}')
            browser.screen(*screen[1:])
            visit = Visit(browser, address, screen)
            story(visit)
            own_copy(visit)
            without_style(visit)

        if screenshot:
            browser.screen(1280, 790, False)
            visit.warm()
            visit.edit('An engine that weaves numbers, by steam', 'save')
            browser.picture(screenshot)

    print('The badges are true.')
    return 0


if __name__ == '__main__':
    try:
        sys.exit(main())
    except Failure as failure:
        sys.exit(f'browser.py: {failure}')
