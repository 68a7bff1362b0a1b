// Reads a k6 script as k6 does, without k6: its modules are stubs, its options are taken apart.
//
//     node k6.js SCRIPT SECONDS
//
// Prints, for each scenario, the expected number of iterations in each of SECONDS seconds, from its
// stages alone, and what the function of the scenario asks for.
const fs = require('fs');

const asked = [];
const text = fs.readFileSync(process.argv[2], 'utf8')
  .replace(/^import http from 'k6\/http';$/m, '')
  .replace(/^import \{ sleep \} from 'k6';$/m, '')
  .replace(/^export /gm, '');
if (/^import /m.test(text)) throw new Error('an import that is not known');
const names = [...text.matchAll(/^function (\w+)\(/gm)].map((match) => match[1]);
const http = { get: (url) => asked.push(url) };
const read = new Function('__ENV', 'http', 'sleep', `${text}; return { options, ${names} };`);
const script = read({ BASE_URL: 'http://host' }, http, () => {});

const seconds = (words) => {
  const [, number, unit] = /^([0-9]+)(us|ms|s)$/.exec(words);
  return Number(number) * { us: 1e-6, ms: 1e-3, s: 1 }[unit];
};
const count = Number(process.argv[3]);
const found = {};
for (const [name, scenario] of Object.entries(script.options.scenarios)) {
  if (!/^[0-9a-zA-Z_-]+$/.test(name)) throw new Error(`k6 takes no scenario '${name}'`);
  asked.length = 0;
  script[scenario.exec]();
  const bins = new Array(count).fill(0);
  let total = 0;
  let now = 0;
  const hour = { '1h': 3600 }[scenario.timeUnit];
  let rate = scenario.startRate / hour;
  for (const { duration, target } of scenario.stages || []) {
    if (!Number.isInteger(target)) throw new Error(`k6 takes no target ${target}`);
    const lasts = seconds(duration);
    const next = target / hour;
    total += (rate + next) / 2 * lasts;
    for (let bin = 0; bin < count; bin += 1) {
      const from = Math.max(now, bin);
      const to = Math.min(now + lasts, bin + 1);
      if (to > from) {
        const at = (time) => rate + (next - rate) * (time - now) / lasts;
        bins[bin] += (at(from) + at(to)) / 2 * (to - from);
      }
    }
    now += lasts;
    rate = next;
  }
  found[name] = {
    bins, total, lasts: now, asked: asked[0], executor: scenario.executor, vus: scenario.vus || 0,
  };
}
console.log(JSON.stringify(found));
