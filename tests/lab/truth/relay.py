"""
两个网络命名空间之间的一条线：隔一段时间转交报文，并把每个报文的开头记下来。

用法：python3 relay.py 命名空间甲 命名空间乙 时延毫秒 [丢弃规则]
要 root。甲是 10.0.0.1，乙是 10.0.0.2。丢弃规则是 JSON，如
{"from": "a", "flags": "S", "data": false, "count": 1}：甲发的、标志正好是 S、不带数据的报文，丢头一个。
标准输出每行一个报文：方向、是否丢弃、前 80 个字节的十六进制。
"""
import ctypes
import fcntl
import heapq
import json
import os
import select
import struct
import subprocess
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
CLONE_NEWNET = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)


def open_tun(namespace, address):
    """在一个命名空间里造一块 TUN 网卡。"""
    with open(f'/var/run/netns/{namespace}') as handle:
        if libc.setns(handle.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), 'setns')
    tun = os.open('/dev/net/tun', os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tun, TUNSETIFF, struct.pack('16sH', b'lab0', IFF_TUN | IFF_NO_PI))
    for command in (
        'sysctl -qw net.ipv6.conf.all.disable_ipv6=1',
        'ip link set lo up',
        f'ip addr add {address}/24 dev lab0',
        'ip link set lab0 up mtu 1500',
    ):
        subprocess.run(command.split(), check=True)
    return tun


def flags_of(packet):
    """TCP 的标志，写法与实验室相同：S、SA、A、PA、FA、R。"""
    header = (packet[0] & 15) * 4
    if packet[9] != 6:
        return None, 0
    bits = packet[header + 13]
    names = ((2, 'S'), (4, 'R'), (1, 'F'), (8, 'P'), (16, 'A'))
    text = ''.join(name for bit, name in names if bits & bit)
    return text, len(packet) - header - (packet[header + 12] >> 4) * 4


def main():
    first, second, delay = sys.argv[1], sys.argv[2], float(sys.argv[3]) / 1000
    rule = json.loads(sys.argv[4]) if len(sys.argv) > 4 else None
    tuns = {'a': open_tun(first, '10.0.0.1'), 'b': open_tun(second, '10.0.0.2')}
    print('ready', flush=True)
    waiting, order = [], 0
    while True:
        timeout = max(0, waiting[0][0] - time.monotonic()) if waiting else None
        readable, _, _ = select.select(list(tuns.values()), [], [], timeout)
        for side, tun in tuns.items():
            if tun not in readable:
                continue
            packet = os.read(tun, 65536)
            if packet[0] >> 4 != 4:
                continue
            flags, length = flags_of(packet)
            drop = rule and rule['count'] > 0 and side == rule['from'] and flags == rule['flags'] and (length > 0) == rule['data']
            if drop:
                rule['count'] -= 1
            print(side, 'drop' if drop else 'pass', len(packet), packet[:80].hex(), flush=True)
            if not drop:
                order += 1
                heapq.heappush(waiting, (time.monotonic() + delay, order, 'b' if side == 'a' else 'a', packet))
        while waiting and waiting[0][0] <= time.monotonic():
            _, _, side, packet = heapq.heappop(waiting)
            os.write(tuns[side], packet)


main()
