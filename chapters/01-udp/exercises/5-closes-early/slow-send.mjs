// 让前三次 send 慢下来，像是目的地写的是名字、要先去查。越先寄的越慢，结果就倒着来。
// 运行：npx tsx --import ./chapters/01-udp/exercises/5-closes-early/slow-send.mjs [你的程序] [端口]
import dgram from 'node:dgram';

const delaysMs = [600, 400, 200];
const { send, close } = dgram.Socket.prototype;
const closed = new WeakSet();
let sends = 0;

dgram.Socket.prototype.send = function (...args) {
  const delayMs = delaysMs[sends] ?? 0;
  sends += 1;
  setTimeout(() => {
    // Node 自己查完名字，发现套接字已经关上，也是这样：不寄，不报错，不执行回调。
    if (closed.has(this)) return;
    // 还没有绑定时，Node 会绑定好再调用一次 this.send，那一次不要再慢。
    this.send = send;
    try {
      send.apply(this, args);
    } finally {
      delete this.send;
    }
  }, delayMs);
};

dgram.Socket.prototype.close = function (...args) {
  closed.add(this);
  return close.apply(this, args);
};
