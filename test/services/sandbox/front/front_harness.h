// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/sandbox/sandbox.h"

#include <QProcess>

namespace cocoon::test {

/// A sandbox without actors, and kubectl (from PATH) pointed at it. The server lives in this process, so waiting for
/// kubectl keeps the event loop running.
class FrontHarness : public QObject {
    Q_OBJECT
public:
    FrontHarness();
    ~FrontHarness() override;
    bool start();

    struct Outcome {
        int exitCode = -1;
        QString out;
        QString err;
    };
    Outcome kubectl(const QStringList& arguments, const QByteArray& input = {}, const QString& as = QStringLiteral("kubeconfig"));
    /// Started and left running (watch); the caller owns it.
    std::unique_ptr<QProcess> spawn(const QStringList& arguments);
    const QJsonObject& ready() const { return m_ready; }

private:
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    QJsonObject m_ready;
};

} // namespace cocoon::test
