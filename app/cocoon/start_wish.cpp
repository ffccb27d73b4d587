// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cocoon/start_wish.h"

#include "app/cocoon/window_program.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>

namespace cocoon::app {

using namespace Qt::StringLiterals;

namespace {
    const QString kSandbox = u"sandbox"_s;
    const QString kKubeconfig = u"kubeconfig"_s;
    const QString kContext = u"context"_s;

    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon)
    };
}

void StartWish::addOptions(QCommandLineParser& parser)
{
    parser.addOption({ kSandbox, Words::tr("Open the sandbox at once: a simulated cluster and cloud on this machine.") });
    parser.addOption({ kKubeconfig, Words::tr("Open a cluster of this kubeconfig at once."), u"FILE"_s });
    parser.addOption({ kContext, Words::tr("Open this context at once, instead of the current one."), u"NAME"_s });
}

StartWish StartWish::of(const QCommandLineParser& parser)
{
    StartWish wish;
    wish.isSandbox = parser.isSet(kSandbox);
    wish.isContext = parser.isSet(kKubeconfig) || parser.isSet(kContext);
    wish.kubeconfig = parser.isSet(kKubeconfig) ? QFileInfo(parser.value(kKubeconfig)).absoluteFilePath() : QString();
    wish.context = parser.value(kContext);
    return wish;
}

QByteArray StartWish::toLine() const
{
    if (isSandbox) {
        return kSandbox.toLatin1();
    }
    return isContext ? QByteArray(kKubeconfig.toLatin1() + ' ' + kubeconfig.toUtf8().toPercentEncoding() + ' ' + context.toUtf8().toPercentEncoding()) : QByteArray("raise");
}

StartWish StartWish::fromLine(const QByteArray& line)
{
    const QList<QByteArray> words = line.split(' ');
    StartWish wish;
    wish.isSandbox = line == kSandbox.toLatin1();
    wish.isContext = words.size() == 3 && words.constFirst() == kKubeconfig.toLatin1();
    if (wish.isContext) {
        wish.kubeconfig = QString::fromUtf8(QByteArray::fromPercentEncoding(words.at(1)));
        wish.context = QString::fromUtf8(QByteArray::fromPercentEncoding(words.at(2)));
    }
    return wish;
}

void StartWish::grant(WindowProgram& program) const
{
    if (program.isOpen()) {
        return;
    }
    if (isSandbox) {
        program.openSandbox();
    } else if (isContext) {
        program.openContext(kubeconfig, context);
    }
}

} // namespace cocoon::app
