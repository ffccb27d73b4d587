// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/integration/differential/script.h"

#include <QFile>

namespace cocoon::test {

namespace {
    const QHash<QString, Step::Compare> kCompare { { QStringLiteral("full"), Step::Compare::Full },
        { QStringLiteral("subset"), Step::Compare::Subset }, { QStringLiteral("shape"), Step::Compare::Shape },
        { QStringLiteral("status"), Step::Compare::Status } };

    /// An option line was read; false = the line is the first one of the body.
    bool readOption(Step& step, const QString& line)
    {
        const QString key = line.section(QStringLiteral(": "), 0, 0);
        const QString value = line.section(QStringLiteral(": "), 1);
        if (key == u"accept") {
            step.accept = value.toUtf8();
        } else if (key == u"type") {
            step.type = value.toUtf8();
        } else if (key == u"as") {
            step.as = value.toUtf8();
        } else if (key == u"keep") {
            step.keep.append({ value.section(u' ', 0, 0), value.section(u' ', 1) });
        } else if (key == u"until") {
            step.until = value.toInt();
        } else if (key == u"compare" && kCompare.contains(value)) {
            step.compare = kCompare.value(value);
        } else if (key == u"differs") {
            step.accepted.append({ value.section(u' ', 0, 0), value.section(u' ', 1) });
        } else {
            return false;
        }
        return true;
    }
}

QList<Step> readScript(const QString& path, QString* problem)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        *problem = path + QStringLiteral(": ") + file.errorString();
        return {};
    }
    QList<Step> steps;
    bool inBody = false;
    int number = 0;
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
    for (const QString& line : lines) {
        ++number;
        if (line.startsWith(QLatin1String("= "))) {
            steps.append(Step {});
            steps.last().name = line.mid(2);
            inBody = false;
        } else if (steps.isEmpty() || (line.startsWith(u'#') && !inBody) || (line.isEmpty() && !inBody)) {
            continue;
        } else if (steps.last().method.isEmpty()) {
            steps.last().method = line.section(u' ', 0, 0).toLatin1();
            steps.last().target = line.section(u' ', 1);
            if (!steps.last().target.startsWith(u'/')) {
                *problem = QStringLiteral("%1:%2: a request is METHOD /path").arg(path).arg(number);
                return {};
            }
        } else if (inBody || !readOption(steps.last(), line)) {
            inBody = true;
            if (!line.isEmpty()) {
                steps.last().body += line.toUtf8() + '\n';
            }
        }
    }
    for (Step& step : steps) {
        if (step.type.isEmpty() && !step.body.isEmpty()) {
            step.type = "application/json";
        }
    }
    return steps;
}

} // namespace cocoon::test
