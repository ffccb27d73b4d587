// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoonctl/signals.h"

#include <csignal>
#include <sys/socket.h>
#include <unistd.h>

namespace cocoon::ctl {

namespace {
    int g_sockets[2] = { -1, -1 };

    void handle(int signal)
    {
        const char byte = static_cast<char>(signal);
        [[maybe_unused]] const ssize_t written = ::write(g_sockets[0], &byte, 1);
    }
}

Signals::Signals(QObject* parent)
    : QObject(parent)
{
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, g_sockets) != 0) {
        return; // the default action ends the program, which is right enough
    }
    m_notifier = std::make_unique<QSocketNotifier>(g_sockets[1], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        char byte = 0;
        if (::read(g_sockets[1], &byte, 1) == 1) {
            Q_EMIT received(byte);
        }
    });
    for (const int signal : { SIGINT, SIGTERM }) {
        struct sigaction action {};
        action.sa_handler = handle;
        action.sa_flags = 0; // a prompt that waits for the keyboard must end, too
        sigaction(signal, &action, nullptr);
    }
}

} // namespace cocoon::ctl
