// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/services/sandbox/front/front_harness.h"

#include <QSignalSpy>
#include <QStandardPaths>

namespace cocoon::test {

FrontHarness::FrontHarness() = default;
FrontHarness::~FrontHarness() = default;

bool FrontHarness::start()
{
    sandbox::Sandbox::Options options;
    options.actors = false;
    options.speed = 0;
    m_sandbox = std::make_unique<sandbox::Sandbox>(options);
    Job<QJsonObject>* job = m_sandbox->start();
    QSignalSpy spy(job, &JobBase::finished);
    job->then(this, [this](const Result<QJsonObject>& ready) {
        if (ready) {
            m_ready = *ready;
        } else {
            qWarning() << ready.error().message;
        }
    });
    return spy.wait(20000) && !m_ready.isEmpty();
}

std::unique_ptr<QProcess> FrontHarness::spawn(const QStringList& arguments)
{
    auto process = std::make_unique<QProcess>();
    process->start(QStringLiteral("kubectl"),
        QStringList { QStringLiteral("--kubeconfig"), m_ready.value(QLatin1String("kubeconfig")).toString() } + arguments);
    return process;
}

FrontHarness::Outcome FrontHarness::kubectl(const QStringList& arguments, const QByteArray& input, const QString& as)
{
    QProcess process;
    QSignalSpy finished(&process, &QProcess::finished);
    process.start(QStringLiteral("kubectl"),
        QStringList { QStringLiteral("--kubeconfig"), m_ready.value(as).toString() } + arguments);
    process.write(input);
    process.closeWriteChannel();
    if (finished.isEmpty() && !finished.wait(30000)) {
        process.kill();
        return { -1, QString::fromUtf8(process.readAllStandardOutput()), QStringLiteral("kubectl did not end") };
    }
    return { process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
        QString::fromUtf8(process.readAllStandardError()) };
}

} // namespace cocoon::test
