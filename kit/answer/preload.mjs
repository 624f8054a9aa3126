/*
 * 在学习者的程序之前运行：把「绑定了哪个地址」「什么时候发送、什么时候收到」报告给判题的一方。
 *
 * 就绪要知道，不能靠睡一会儿去猜；两次发送隔了多久，重发的时候应答到了没有，也只有程序自己的时钟说得准。
 * 学习者的程序看不到它：IPC 通道在这里收起来，也不会让进程多活一刻。
 */
import dgram from 'node:dgram';
import net from 'node:net';

const report = process.send?.bind(process);
if (report) {
  process.channel?.unref();
  delete process.send;
  delete process.disconnect;

  const tell = (message) => report(message, undefined, undefined, () => {});

  const { send, bind, emit } = dgram.Socket.prototype;
  dgram.Socket.prototype.send = function (...args) {
    // 还没有绑定时，Node 会先绑定，再调用一次 send；只有那一次才真的发送。
    if (isBound(this)) tell({ event: 'send', atMs: performance.now() });
    return send.apply(this, args);
  };
  dgram.Socket.prototype.emit = function (name, ...args) {
    if (name === 'message') tell({ event: 'receive', atMs: performance.now() });
    return emit.call(this, name, ...args);
  };
  dgram.Socket.prototype.bind = function (...args) {
    this.once('listening', () => tell({ event: 'bound', protocol: 'udp', ...this.address() }));
    return bind.apply(this, args);
  };

  const { listen } = net.Server.prototype;
  net.Server.prototype.listen = function (...args) {
    this.once('listening', () => tell({ event: 'bound', protocol: 'tcp', ...this.address() }));
    return listen.apply(this, args);
  };
}

function isBound(socket) {
  try {
    return socket.address().port > 0;
  } catch {
    return false;
  }
}
