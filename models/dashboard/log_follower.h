// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/kube/client.h"

#include <QPointer>

namespace cocoon::dashboard {

/// The log of one container as it is written: whole lines, in batches. Destroying it ends the stream.
class LogFollower : public QObject {
    Q_OBJECT
public:
    static constexpr int kTail = 2000; ///< lines of the past

    using QObject::QObject;
    ~LogFollower() override;
    void open(kube::Client& client, const QString& ns, const QString& pod, kube::LogOptions options);
    void fail(const Error& error);

Q_SIGNALS:
    void opened(); ///< what is written comes from now on
    void lines(const QStringList& lines);
    /// The last signal. Errc::Cancelled: the container has ended.
    void ended(const cocoon::Error& error);

private:
    void take(const QByteArray& bytes);
    QPointer<net::Stream> m_stream;
    int m_status = 0;
    QByteArray m_rest;
};

} // namespace cocoon::dashboard
