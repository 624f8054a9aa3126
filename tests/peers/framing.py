"""用 Python 说第 03 章的两种协议，测试拿它与我们的程序对话。

用法：python3 framing.py client|server lines|length 端口
客户端：标准输入一行一问，应答一行一行地打印。
服务端：问什么，变成大写答什么；服务一个连接就结束。
"""
import socket
import struct
import sys


class Lines:
    def send(self, stream, content):
        stream.write(content + b'\n')
        stream.flush()

    def receive(self, stream):
        line = stream.readline()
        if line == b'':
            return None
        assert line.endswith(b'\n'), 'half a line'
        return line[:-1]


class Length:
    def send(self, stream, content):
        stream.write(struct.pack('>I', len(content)) + content)
        stream.flush()

    def receive(self, stream):
        header = stream.read(4)
        if header == b'':
            return None
        (length,) = struct.unpack('>I', header)
        content = stream.read(length)
        assert len(content) == length, 'half a frame'
        return content


def client(protocol, port):
    connection = socket.create_connection(('127.0.0.1', port))
    stream = connection.makefile('rwb')
    count = 0
    for line in sys.stdin.buffer:
        protocol.send(stream, line.rstrip(b'\n'))
        count += 1
    connection.shutdown(socket.SHUT_WR)
    for _ in range(count):
        print('From Server:', protocol.receive(stream).decode(), flush=True)
    print('Then:', protocol.receive(stream), flush=True)


def server(protocol, port):
    listener = socket.create_server(('127.0.0.1', port))
    print('Listening on port', listener.getsockname()[1], flush=True)
    connection, _ = listener.accept()
    stream = connection.makefile('rwb')
    while (content := protocol.receive(stream)) is not None:
        protocol.send(stream, content.upper())


_, role, name, port = sys.argv
{'client': client, 'server': server}[role]({'lines': Lines, 'length': Length}[name](), int(port))
