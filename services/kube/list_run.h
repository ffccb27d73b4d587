// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/requester.h"

namespace cocoon::kube {

/// Reads a list page by page and hands out its items one by one. `restarts` says how often a list that expired in the
/// middle (410) may begin again; `onRestart` is told to forget what it got. The job's result is the resourceVersion.
struct ListRun {
    Resource resource;
    QString ns;
    ListOptions options;
    std::function<void(QJsonObject&&)> item;
    std::function<void()> onRestart;
    int restarts = 0;

    static Job<QString>* start(Requester& requester, ListRun run);
};

} // namespace cocoon::kube
