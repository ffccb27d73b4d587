// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/http_transport.h"
#include "test/integration/differential/answer.h"

#include <QHash>

namespace cocoon::test {

/// Sends the steps of a script to one server as an administrator and keeps what later steps refer to.
class Asker {
public:
    Asker(const QUrl& server, const QByteArray& token, const net::HttpTransport::Options& wire);
    Answer ask(const Step& step);
    void keep(const QString& name, const QString& value) { m_kept.insert(name, value); }

private:
    Answer once(const Step& step);
    QString filled(QString text) const;

    QUrl m_server;
    QByteArray m_token;
    net::HttpTransport m_transport;
    QHash<QString, QString> m_kept;
};

} // namespace cocoon::test
