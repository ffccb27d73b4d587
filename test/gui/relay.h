// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QTcpServer>
#include <QTcpSocket>

namespace cocoon::test {

/// Stands between the window and an API server, and can do what networks do: close, reset, fall silent.
class Relay : public QObject {
    Q_OBJECT
public:
    explicit Relay(quint16 to, QObject* parent = nullptr);
    quint16 port() const { return m_port; }

    void pass(); ///< as it should be; also again
    void hush(); ///< sockets stay open, nothing comes through any more
    void close(); ///< every connection ends in good order, and nobody listens
    void reset(); ///< the same with RST

private:
    struct Pair {
        QTcpSocket* near;
        QTcpSocket* far;
    };
    void take(QTcpSocket* near);
    void end(bool isReset);
    QTcpServer m_server;
    QList<Pair> m_pairs;
    quint16 m_to;
    quint16 m_port = 0;
    bool m_isSilent = false;
};

} // namespace cocoon::test
