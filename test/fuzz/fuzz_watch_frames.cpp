// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/kube/reflector_state.h"

// The body of a watch in portions (the first byte says how large): never a crash, and portions make no difference.
extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size)
{
    using namespace cocoon::kube;
    if (size == 0) {
        return 0;
    }
    const QByteArray bytes(reinterpret_cast<const char*>(data + 1), static_cast<qsizetype>(size - 1));
    const auto run = [&bytes](qsizetype portion) {
        ReflectorState state(true, [] { return 0.0; });
        state.listStarted();
        state.listDone(QStringLiteral("1"));
        state.watchOpened(milliseconds(0));
        WatchDecoder decoder(1024 * 1024);
        for (qsizetype i = 0; i < bytes.size(); i += portion) {
            auto events = decoder.feed(bytes.mid(i, portion));
            if (!events) {
                return state.objects();
            }
            for (WatchEvent& event : *events) {
                if (state.watchEvent(std::move(event), milliseconds(0)).next != ReflectorState::Next::Nothing) {
                    return state.objects();
                }
            }
        }
        return state.objects();
    };
    // A broken line ends both, but one portion drops the good lines before it: only clean bodies are comparable.
    WatchDecoder whole(1024 * 1024);
    const auto some = run(static_cast<qsizetype>(data[0]) + 1);
    if (whole.feed(bytes) && run(std::max<qsizetype>(bytes.size(), 1)) != some) {
        __builtin_trap();
    }
    return 0;
}
