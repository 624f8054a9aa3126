// 墙上的钟每看一次，就被往回拨一秒。单调时钟不受影响。
// 检查把它放在程序之前运行：用墙上的钟量出来的往返，会是负的。
const RealDate = Date;
const now = RealDate.now.bind(RealDate);
let looks = 0;

function turnedBack() {
  looks += 1;
  return now() - looks * 1000;
}

globalThis.Date = new Proxy(RealDate, {
  get: (target, name) => (name === 'now' ? turnedBack : Reflect.get(target, name)),
  construct: (target, args) => (args.length === 0 ? new target(turnedBack()) : new target(...args)),
});
