/**
 * cares_wrap：名字查地址。实验室没有 DNS 服务器，只有一份 hosts 文件：各台主机的名字，和 localhost。
 */
import { bytesOfV6, familyOf, parseAddress } from '../kernel/address.ts';
import type { Binding, Context, Loose } from './context.ts';

const EAI_NONAME = -3008;
/** 与 Node 的 cares_wrap 里同名的常数相同。 */
const DNS_ORDER_IPV4_FIRST = 1;
const DNS_ORDER_IPV6_FIRST = 2;

export function caresBinding({ setup, loop, wraps: { AsyncWrap } }: Context): Binding {
  /** getaddrinfo：先当作地址，再查名字。结果在下一轮循环里给，与线程池的做法一样不是当场。 */
  function getaddrinfo(request: Loose, name: string, family: number, _hints: number, order: Loose): number {
    loop.pendingRequests += 1;
    const addresses = lookUp(setup.names, name, family, order);
    loop.post(() => {
      loop.pendingRequests -= 1;
      if (addresses.length === 0) request.oncomplete(EAI_NONAME);
      else request.oncomplete(null, addresses);
    });
    return 0;
  }

  class ChannelWrap extends AsyncWrap {
    getServers(): [string, number][] {
      return [['127.0.0.1', 53]];
    }

    setServers(): number {
      return 0;
    }

    setLocalAddress(): void {}
    cancel(): void {}
  }

  return {
    getaddrinfo,
    getnameinfo: () => EAI_NONAME,
    // Node 24 起的 net 用它认 fe80:: 开头的
    convertIpv6StringToBuffer: bytesOfV6,
    strerror: String,
    GetAddrInfoReqWrap: class extends AsyncWrap {},
    GetNameInfoReqWrap: class extends AsyncWrap {},
    QueryReqWrap: class extends AsyncWrap {},
    ChannelWrap,
  };
}

/** localhost 和 glibc 缺省的次序一样，IPv6 在前。 */
function lookUp(names: Record<string, string[]>, name: string, family: number, order: Loose): string[] {
  const literal = parseAddress(name);
  const known = names[name.toLowerCase()] ?? (name.toLowerCase() === 'localhost' ? ['::1', '127.0.0.1'] : []);
  const all = literal ? [literal] : known;
  const wanted = all.filter((address) => family === 0 || familyOf(address) === family);
  if (order === DNS_ORDER_IPV4_FIRST) return sortByFamily(wanted, 4);
  if (order === DNS_ORDER_IPV6_FIRST) return sortByFamily(wanted, 6);
  return wanted;
}

function sortByFamily(addresses: string[], first: 4 | 6): string[] {
  const isFirst = (address: string) => familyOf(address) === first;
  return [...addresses.filter(isFirst), ...addresses.filter((address) => !isFirst(address))];
}
