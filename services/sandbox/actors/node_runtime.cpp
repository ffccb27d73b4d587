// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/sandbox/actors/node_runtime.h"

#include "services/base/json.h"
#include "services/kube/object.h"

namespace cocoon::sandbox {

namespace {
    constexpr qsizetype kKeptLines = 5000;

    QString logKey(const QString& podUid, const QString& container)
    {
        return podUid + u'/' + container;
    }

    NodeRuntime::ExecResult say(const QString& text, int exitCode = 0)
    {
        NodeRuntime::ExecResult result;
        result.out = text.toUtf8();
        result.exitCode = exitCode;
        return result;
    }

    NodeRuntime::ExecResult complain(const QString& text, int exitCode)
    {
        NodeRuntime::ExecResult result;
        result.err = text.toUtf8();
        result.exitCode = exitCode;
        return result;
    }
}

NodeRuntime::NodeRuntime(Clock& clock, QObject* parent)
    : QObject(parent)
    , m_clock(clock)
{
}

void NodeRuntime::log(const QString& podUid, const QString& container, const QString& text)
{
    QList<Line>& lines = m_logs[logKey(podUid, container)];
    lines.append({ m_clock.now(), text });
    if (lines.size() > kKeptLines) {
        lines.remove(0, lines.size() - kKeptLines);
    }
    Q_EMIT logged(podUid, container, lines.last());
}

const QList<NodeRuntime::Line>& NodeRuntime::lines(const QString& podUid, const QString& container) const
{
    static const QList<Line> none;
    const auto it = m_logs.constFind(logKey(podUid, container));
    return it == m_logs.constEnd() ? none : *it;
}

const QList<NodeRuntime::Line>& NodeRuntime::previousLines(const QString& podUid, const QString& container) const
{
    static const QList<Line> none;
    const auto it = m_previous.constFind(logKey(podUid, container));
    return it == m_previous.constEnd() ? none : *it;
}

void NodeRuntime::rotate(const QString& podUid, const QString& container)
{
    const QString key = logKey(podUid, container);
    m_previous[key] = m_logs.take(key);
}

void NodeRuntime::setHealth(const QString& podUid, const Health& health)
{
    m_health[podUid] = health;
    Q_EMIT changed();
}

NodeRuntime::Health NodeRuntime::health(const QString& podUid) const
{
    return m_health.value(podUid);
}

void NodeRuntime::setSandboxReady(const QString& podUid, bool ready)
{
    if (ready) {
        m_sandboxes.insert(podUid);
    } else {
        m_sandboxes.remove(podUid);
    }
    Q_EMIT changed();
}

void NodeRuntime::setSandboxReleased(const QString& podUid)
{
    m_sandboxes.remove(podUid);
    m_released.insert(podUid);
    Q_EMIT changed();
}

void NodeRuntime::exec(const QJsonObject& pod, const QStringList& command, const ExecDone& done)
{
    if (str(pod, { u"spec", u"runtimeClassName" }) == u"kata-remote" && guestExec) {
        guestExec(pod, command, done);
    } else {
        done(answerCommand(pod, command));
    }
}

NodeRuntime::ExecResult answerCommand(const QJsonObject& pod, const QStringList& command)
{
    const QString program = command.value(0).section(u'/', -1);
    const QString hostName = kube::nameOf(pod);
    if (program == u"true" || program == u"sleep") {
        return {};
    }
    if (program == u"false") {
        return say({}, 1);
    }
    if (program == u"echo") {
        return say(command.mid(1).join(u' ') + u'\n');
    }
    if (program == u"hostname") {
        return say(hostName + u'\n');
    }
    if (program == u"id" || program == u"whoami") {
        return say(program == u"id" ? QStringLiteral("uid=0(root) gid=0(root) groups=0(root)\n") : QStringLiteral("root\n"));
    }
    if (program == u"uname") {
        return say(QStringLiteral("Linux\n"));
    }
    if (program == u"env" || program == u"printenv") {
        return say(QStringLiteral("PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\nHOSTNAME=%1\nKUBERNETES_SERVICE_HOST=172.21.0.1\n").arg(hostName));
    }
    if (program == u"ls") {
        return say(QStringLiteral("bin\ndev\netc\nhome\nlib\nproc\nroot\nrun\nsys\ntmp\nusr\nvar\n"));
    }
    if (program == u"cat") {
        const QString file = command.value(1);
        if (file == u"/etc/hostname") {
            return say(hostName + u'\n');
        }
        if (file == u"/etc/os-release") {
            return say(QStringLiteral("NAME=\"Red Hat Enterprise Linux\"\nVERSION_ID=\"9.6\"\nID=\"rhel\"\n"));
        }
        return file.isEmpty() ? NodeRuntime::ExecResult {} : complain(QStringLiteral("cat: %1: No such file or directory\n").arg(file), 1);
    }
    if ((program == u"sh" || program == u"bash") && command.value(1) == u"-c") {
        const QString script = command.value(2).trimmed();
        if (script.startsWith(QLatin1String("exit"))) {
            return say({}, script.mid(4).trimmed().toInt());
        }
        return answerCommand(pod, script.split(u' ', Qt::SkipEmptyParts));
    }
    NodeRuntime::ExecResult result = complain(
        QStringLiteral("OCI runtime exec failed: exec failed: unable to start container process: exec: \"%1\": executable file not found in $PATH: unknown\n")
            .arg(command.value(0)),
        127);
    return result;
}

} // namespace cocoon::sandbox
