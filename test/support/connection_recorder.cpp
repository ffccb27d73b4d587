// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Loaded into a program by LD_PRELOAD: writes one line for each connection it opens, each datagram it sends and each name it
// looks up to the file named by COCOON_CONNECTIONS. Plain C library calls only: it runs inside whatever is tested.
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace {
void note(const char* line)
{
    const char* path = std::getenv("COCOON_CONNECTIONS");
    const int file = path != nullptr ? ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600) : -1;
    if (file >= 0) {
        [[maybe_unused]] const ssize_t written = ::write(file, line, std::strlen(line));
        ::close(file);
    }
}

void noteAddress(const char* verb, const sockaddr* address)
{
    char host[INET6_ADDRSTRLEN] = "";
    char line[300];
    if (address->sa_family == AF_INET) {
        const auto* in = reinterpret_cast<const sockaddr_in*>(address);
        inet_ntop(AF_INET, &in->sin_addr, host, sizeof host);
        std::snprintf(line, sizeof line, "%s %s:%u\n", verb, host, ntohs(in->sin_port));
    } else if (address->sa_family == AF_INET6) {
        const auto* in = reinterpret_cast<const sockaddr_in6*>(address);
        inet_ntop(AF_INET6, &in->sin6_addr, host, sizeof host);
        std::snprintf(line, sizeof line, "%s [%s]:%u\n", verb, host, ntohs(in->sin6_port));
    } else if (address->sa_family == AF_UNIX) {
        const auto* local = reinterpret_cast<const sockaddr_un*>(address);
        std::snprintf(line, sizeof line, "%s unix:%.107s\n", verb, local->sun_path[0] == '\0' ? local->sun_path + 1 : local->sun_path);
    } else {
        return; // netlink: the machine's own address list
    }
    note(line);
}
} // namespace

extern "C" {
int connect(int socket, const sockaddr* address, socklen_t length)
{
    using Call = int (*)(int, const sockaddr*, socklen_t);
    static const auto next = reinterpret_cast<Call>(dlsym(RTLD_NEXT, "connect"));
    noteAddress("connect", address);
    return next(socket, address, length);
}

ssize_t sendto(int socket, const void* bytes, size_t size, int flags, const sockaddr* address, socklen_t length)
{
    using Call = ssize_t (*)(int, const void*, size_t, int, const sockaddr*, socklen_t);
    static const auto next = reinterpret_cast<Call>(dlsym(RTLD_NEXT, "sendto"));
    if (address != nullptr) {
        noteAddress("send", address);
    }
    return next(socket, bytes, size, flags, address, length);
}

ssize_t sendmsg(int socket, const msghdr* message, int flags)
{
    using Call = ssize_t (*)(int, const msghdr*, int);
    static const auto next = reinterpret_cast<Call>(dlsym(RTLD_NEXT, "sendmsg"));
    if (message->msg_name != nullptr) {
        noteAddress("send", static_cast<const sockaddr*>(message->msg_name));
    }
    return next(socket, message, flags);
}

int sendmmsg(int socket, mmsghdr* messages, unsigned count, int flags)
{
    using Call = int (*)(int, mmsghdr*, unsigned, int);
    static const auto next = reinterpret_cast<Call>(dlsym(RTLD_NEXT, "sendmmsg"));
    for (unsigned i = 0; i < count; ++i) {
        if (messages[i].msg_hdr.msg_name != nullptr) {
            noteAddress("send", static_cast<const sockaddr*>(messages[i].msg_hdr.msg_name));
        }
    }
    return next(socket, messages, count, flags);
}

int getaddrinfo(const char* node, const char* service, const addrinfo* hints, addrinfo** found)
{
    using Call = int (*)(const char*, const char*, const addrinfo*, addrinfo**);
    static const auto next = reinterpret_cast<Call>(dlsym(RTLD_NEXT, "getaddrinfo"));
    char line[300];
    std::snprintf(line, sizeof line, "resolve %.250s\n", node != nullptr ? node : "");
    note(line);
    return next(node, service, hints, found);
}
}
