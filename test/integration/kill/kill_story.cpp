// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/integration/kill/kill_story.h"

#include "test/integration/kill/world_census.h"

#include <QCoreApplication>
#include <QFile>
#include <QTimer>

#include <algorithm>
#include <csignal>

namespace cocoon::test {

using namespace Qt::StringLiterals;

namespace {
    constexpr int kMostLives = 600;
    constexpr int kLifeMs = 120000; // far more than one life takes
    const auto kMarks = u"killed"_s;
}

KillStory::KillStory(const QStringList& points, bool eachPod, int workers)
    : m_points(points)
    , m_eachPod(eachPod)
    , m_sandbox({ u"--speed"_s, u"1000"_s, u"--nodes"_s, QString::number(workers) })
{
    QProcessEnvironment cheap = QProcessEnvironment::systemEnvironment();
    // The stack of every allocation is a third of what a life costs.
    cheap.insert(u"ASAN_OPTIONS"_s, cheap.value(u"ASAN_OPTIONS"_s) + u":malloc_context_size=0:detect_leaks=0"_s);
    m_process.setProcessEnvironment(cheap);
    m_process.setStandardOutputFile(QProcess::nullDevice());
    connect(&m_process, &QProcess::finished, this, &KillStory::died);
}

void KillStory::play(const QByteArray& intent, const QStringList& steps)
{
    m_intent = intent;
    m_steps = steps;
}

void KillStory::start()
{
    if (!m_sandbox.start()) {
        end(u"the sandbox does not start: "_s + QString::fromUtf8(m_sandbox.said()));
        return;
    }
    const std::pair<QString, QByteArray> files[] { { u"intent.yaml"_s, m_intent },
        { u"desk.pub"_s, "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJb0rXcYkSm5B8Pq1n3v0Yy2l3o9u5mQmYv7J1sQ0x3k desk\n" } };
    for (const auto& [name, text] : files) {
        QFile file(m_sandbox.path(name));
        if (!m_intent.isEmpty() && (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())) {
            end(u"cannot write "_s + file.fileName());
            return;
        }
    }
    m_sinceStart.start();
    live();
}

void KillStory::live()
{
    m_life.start();
    m_process.setStandardErrorFile(m_sandbox.path(u"desk.log"_s), QIODevice::Truncate);
    QStringList more = m_intent.isEmpty() ? QStringList() : QStringList { u"--intent"_s, m_sandbox.path(u"intent.yaml"_s) };
    for (const QString& step : std::as_const(m_steps)) {
        more << u"--step"_s << step;
    }
    m_process.start(QCoreApplication::applicationDirPath() + u"/cocoon_killable"_s,
        QStringList { m_sandbox.path(kMarks), m_points.join(u','), m_eachPod ? u"every"_s : u"alike"_s } + m_sandbox.desk()
            + QStringList { u"apply"_s, u"--yes"_s, u"--json"_s } + more);
    QTimer::singleShot(kLifeMs, &m_process, [this, life = m_restarts] {
        if (life == m_restarts && !m_isFinished) {
            end(u"a life has no end"_s);
        }
    });
}

void KillStory::died()
{
    if (m_isFinished) {
        return;
    }
    const bool isKilled = m_process.exitStatus() == QProcess::CrashExit && m_process.exitCode() == SIGKILL;
    if (!isKilled) {
        end(m_process.exitStatus() == QProcess::NormalExit && m_process.exitCode() == 0 ? QString() : u"it ended with %1"_s.arg(m_process.exitCode()));
        return;
    }
    ++m_restarts;
    QByteArrayList killed = marks();
    killed.removeIf([](const QByteArray& line) { return !line.startsWith("killed\t"); });
    if (killed.size() != m_restarts || m_restarts > kMostLives) {
        end(u"it was killed, and not by us"_s);
        return;
    }
    const QByteArrayList words = killed.last().split('\t');
    m_cells.append({ QString::fromUtf8(words.value(1)), QString::fromUtf8(words.value(2)), m_life.elapsed() });
    live();
}

void KillStory::end(const QString& error)
{
    m_isFinished = true;
    m_took = m_sinceStart.elapsed() / 1000;
    if (!error.isEmpty()) {
        QFile log(m_sandbox.path(u"desk.log"_s));
        const QByteArray said = log.open(QIODevice::ReadOnly) ? log.readAll().right(3000) : QByteArray();
        m_error = u"%1 after %2 restarts:\n%3"_s.arg(error).arg(m_restarts).arg(QString::fromUtf8(said));
    }
    m_process.kill();
    Q_EMIT finished();
}

QByteArrayList KillStory::marks() const
{
    QFile file(m_sandbox.path(kMarks));
    return file.open(QIODevice::ReadOnly) ? file.readAll().split('\n') : QByteArrayList();
}

bool KillStory::wasKilled(const QString& point, const QString& change) const
{
    return std::any_of(m_cells.begin(), m_cells.end(), [&](const Cell& cell) { return cell.point == point && cell.change == change; });
}

QSet<QString> KillStory::sent() const
{
    QSet<QString> sent;
    const QByteArrayList lines = marks();
    for (const QByteArray& line : lines) {
        const QByteArrayList words = line.split('\t');
        if (words.value(0) == "sent") {
            sent.insert(QString::fromUtf8(words.value(1)));
        }
    }
    return sent;
}

QStringList KillStory::twice() const
{
    QMap<QString, QStringList> taken; // by the change's own key: another pod or another key is another change
    const QByteArrayList lines = marks();
    for (const QByteArray& line : lines) {
        const QByteArrayList words = line.split('\t');
        if (words.value(0) == "took") {
            taken[QString::fromUtf8(words.value(2))].append(QString::fromUtf8(words.value(3) + ' ' + words.value(4)));
        }
    }
    QStringList twice;
    for (auto it = taken.cbegin(); it != taken.cend(); ++it) {
        twice += it.value().size() > 1 ? QStringList { it.key() + u": "_s + it.value().join(u", "_s) } : QStringList();
    }
    return twice;
}

QStringList KillStory::census()
{
    m_process.waitForFinished(5000);
    m_sandbox.stop();
    return worldCensus(m_sandbox.path(u"world"_s));
}

} // namespace cocoon::test
