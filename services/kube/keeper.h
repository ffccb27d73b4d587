// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>

namespace cocoon::kube {

/// Where a reflector puts what it reads, for whoever cannot afford a whole copy of every object. A list is one transaction:
/// what was not listed between listStarted() and listDone() has gone; after listFailed() nothing has.
class Keeper {
public:
    virtual ~Keeper() = default;
    virtual void listStarted() = 0;
    virtual void listed(QJsonObject&& object) = 0;
    virtual void listDone() = 0;
    virtual void listFailed() = 0;
    virtual void stored(QJsonObject&& object) = 0; ///< added or changed
    virtual void dropped(const QJsonObject& object) = 0;
};

} // namespace cocoon::kube
