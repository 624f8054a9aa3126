/** 布景上的字：舞台还没有下载，先让读者看见要运行什么。写着不同的几章另列。 */
export interface PosterHost {
  title: string;
  address: string;
  command: string;
}

const commands: Record<string, [client: string, server: string]> = {
  '03-framing': ['lines/client.ts 12000 10.0.0.2', 'lines/server.ts 12000 0.0.0.0'],
  '06-addresses': ['client.ts 12000 server', 'server.ts 12000 ::'],
};

export function posterHosts(chapter: string): PosterHost[] {
  const [client, server] = commands[chapter] ?? ['client.ts 12000 10.0.0.2', 'server.ts 12000 0.0.0.0'];
  const address = (last: number) => `${chapter === '06-addresses' ? `2001:db8::${last} ` : ''}10.0.0.${last}`;
  return [
    { title: '客户端的主机', address: address(1), command: `npx tsx ${client}` },
    { title: '服务端的主机', address: address(2), command: `npx tsx ${server}` },
  ];
}
