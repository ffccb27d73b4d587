// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocalServer>

namespace cocoon::app {

/// One Cocoon per user and session: a second start hands its wish to the first and ends. The socket lies in $XDG_RUNTIME_DIR and
/// is the user's alone. Owned by main(); thread: GUI thread.
class SingleInstance : public QObject {
    Q_OBJECT
public:
    /// `name` tells sessions apart that must not find each other (tests).
    explicit SingleInstance(const QString& name = QStringLiteral("cocoon-window"), QObject* parent = nullptr);

    /// True when this is the first: it then answers to later ones. False when a running one took the wish ("raise", "sandbox"),
    /// which it has confirmed; then this process has nothing more to do.
    bool becomeFirst(const QByteArray& wish);

Q_SIGNALS:
    void wished(const QByteArray& wish);

private:
    QString path() const;
    QString m_name;
    QLocalServer m_server;
};

} // namespace cocoon::app
