/*
 * 在学习者的程序之前运行：把「绑定了哪个地址」「什么时候发送、什么时候收到」「从哪个连接读走了几个字节」报告给判题的一方。
 *
 * 就绪要知道，不能靠睡一会儿去猜；两次发送隔了多久，重发的时候应答到了没有，也只有程序自己的时钟说得准。
 * 学习者的程序看不到它：IPC 通道在这里收起来，也不会让进程多活一刻。
 */
import dgram from 'node:dgram';
import net from 'node:net';

// 有的检查要先改一改环境，例如让发送变慢。先于下面的报告，报告才看得到程序自己做了什么。
const before = process.env.SOCKET_COURSE_BEFORE;
delete process.env.SOCKET_COURSE_BEFORE;
if (before) await import(before);

const report = process.send?.bind(process);
if (report) {
  process.channel?.unref();
  delete process.send;
  delete process.disconnect;

  const tell = (message) => report(message, undefined, undefined, () => {});

  // Node 已经起来了，学习者的代码还没有开始：到这里用了多久，就知道这台机器现在有多忙。
  tell({ event: 'ready' });

  // 崩溃由 Node 自己来说，不从 stderr 里猜：程序把接住的错误打印出来，不是崩溃。
  process.on('uncaughtExceptionMonitor', (error, origin) => {
    const isError = error instanceof Error;
    tell({ event: 'crash', origin, said: isError ? `${error.name}: ${error.message}` : String(error), stack: isError ? String(error.stack) : '', code: error?.code });
  });

  process.on('exit', () => tell({ event: 'exit', atMs: performance.now() }));

  // 要的端口已经有人占用。多半是检查借给它的端口，放开之后被别的程序拿走了：换一个端口再判。
  const tellTaken = (name, error) => {
    if (name === 'error' && error?.code === 'EADDRINUSE') tell({ event: 'taken', port: error.port });
  };

  const { send, bind, emit, close } = dgram.Socket.prototype;
  dgram.Socket.prototype.send = function (...args) {
    // 时刻记在程序调用 send 的那一刻：程序的计时器从那时算起，隐含的绑定在忙的机器上要几十毫秒。
    const atMs = performance.now();
    countSend(this, args);
    if (isBound(this)) {
      tell({ event: 'send', atMs });
      return send.apply(this, args);
    }
    // 还没有绑定时，Node 会先绑定，再调用一次 this.send；只有那一次才真的发送。
    const queued = function (...again) {
      tell({ event: 'send', atMs });
      return send.apply(this, again);
    };
    Object.defineProperty(this, 'send', { value: queued, configurable: true, writable: true });
    try {
      return send.apply(this, args);
    } finally {
      delete this.send;
    }
  };
  // 每个套接字：寄过几次，几次有了结果。关上的时候还差几个，就是丢了几个。
  const counts = new WeakMap();
  const countsOf = (socket) => counts.get(socket) ?? counts.set(socket, { sends: 0, results: 0 }).get(socket);
  const countSend = (socket, args) => {
    const count = countsOf(socket);
    count.sends += 1;
    tell({ event: 'call', atMs: performance.now() });
    const callback = args.at(-1);
    if (typeof callback !== 'function') return;
    args[args.length - 1] = function (...result) {
      count.results += 1;
      tell({ event: 'result', atMs: performance.now() });
      return callback.apply(this, result);
    };
  };
  dgram.Socket.prototype.close = function (...args) {
    tell({ event: 'close', atMs: performance.now(), ...countsOf(this) });
    return close.apply(this, args);
  };
  dgram.Socket.prototype.emit = function (name, ...args) {
    tellTaken(name, args[0]);
    if (name === 'message') tell({ event: 'receive', atMs: performance.now(), address: args[1]?.address, port: args[1]?.port, text: String(args[0]).slice(0, 200) });
    return emit.call(this, name, ...args);
  };
  dgram.Socket.prototype.bind = function (...args) {
    this.once('listening', () => tell({ event: 'bound', protocol: 'udp', ...this.address() }));
    return bind.apply(this, args);
  };

  const { listen, emit: emitOfServer } = net.Server.prototype;
  net.Server.prototype.emit = function (name, ...args) {
    tellTaken(name, args[0]);
    return emitOfServer.call(this, name, ...args);
  };
  net.Server.prototype.listen = function (...args) {
    this.once('listening', () => tell({ event: 'bound', protocol: 'tcp', ...this.address() }));
    return listen.apply(this, args);
  };

  const { connect, push } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...args) {
    tell({ event: 'connect' });
    return connect.apply(this, args);
  };
  // 内核交来的每一块都从 push 进来，null 是 FIN。报告之后对方才送下一块，所以两块不会合成一块。
  net.Socket.prototype.push = function (chunk, ...rest) {
    const ports = portsOf(this);
    if (ports) tell({ event: 'read', ...ports, bytes: chunk?.length ?? 0, fin: chunk === null, atMs: performance.now() });
    return push.call(this, chunk, ...rest);
  };
}

/** 直接问内核，不经过 `localPort` 这些属性：它们会记住答案，学习者的程序看到的就和平时不同了。不是 TCP 就没有端口。 */
function portsOf(socket) {
  const [local, remote] = [{}, {}];
  socket._handle?.getsockname?.(local);
  socket._handle?.getpeername?.(remote);
  return local.port && remote.port ? { localPort: local.port, remotePort: remote.port } : undefined;
}

function isBound(socket) {
  try {
    return socket.address().port > 0;
  } catch {
    return false;
  }
}
