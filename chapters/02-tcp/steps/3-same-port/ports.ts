// 同一个端口号，UDP 和 TCP 能不能各开一扇门。
// 运行：npx tsx chapters/02-tcp/steps/3-same-port/ports.ts
import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';

function tryOnce(): void {
  const udp = createSocket('udp4');
  const tcp = createServer();
  udp.bind(0, '127.0.0.1', () => {
    const { port } = udp.address();
    // 系统给 UDP 挑的号，TCP 那边可能碰巧有人在用；那就换一个号再试
    tcp.once('error', () => udp.close(tryOnce));
    tcp.listen(port, '127.0.0.1', () => {
      console.log(`UDP 绑定了 127.0.0.1:${port}`);
      console.log(`TCP 也在监听 127.0.0.1:${port}`);
      udp.close();
      tcp.close();
    });
  });
}

tryOnce();
