// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Arrows point down only: who may include whom, checked on every include line of the product. And no file grows long.
#include "test/support/test_main.h"

#include <QDirIterator>
#include <QLibraryInfo>
#include <QRegularExpression>

#include <algorithm>

class TstLayers : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void includesPointDown()
    {
        const QMap<QString, QStringList> allowed {
            { QStringLiteral("services/base"), {} },
            { QStringLiteral("services/net"), { QStringLiteral("services/base") } },
            { QStringLiteral("services/kube"), { QStringLiteral("services/base"), QStringLiteral("services/net") } },
            { QStringLiteral("services/ibm"), { QStringLiteral("services/base"), QStringLiteral("services/net") } },
            { QStringLiteral("services/coco"), { QStringLiteral("services/base"), QStringLiteral("services/net"), QStringLiteral("services/kube") } },
            { QStringLiteral("services/sandbox"), { QStringLiteral("services/") } },
            { QStringLiteral("models/world"), { QStringLiteral("services/base"), QStringLiteral("services/net"), QStringLiteral("services/kube"),
                                                  QStringLiteral("services/ibm"), QStringLiteral("services/coco") } },
            { QStringLiteral("models/plan"), { QStringLiteral("services/base"), QStringLiteral("models/world") } },
            { QStringLiteral("models/words"), { QStringLiteral("services/base"), QStringLiteral("models/world") } },
            { QStringLiteral("models/setup"), { QStringLiteral("services/base"), QStringLiteral("services/kube"), QStringLiteral("services/coco"),
                                                  QStringLiteral("models/world"), QStringLiteral("models/plan"), QStringLiteral("models/words") } },
            { QStringLiteral("models/history"), { QStringLiteral("services/base") } },
            { QStringLiteral("models/dashboard"), { QStringLiteral("services/base"), QStringLiteral("services/kube"), QStringLiteral("services/coco"),
                                                     QStringLiteral("models/world"), QStringLiteral("models/plan"), QStringLiteral("models/words"),
                                                     QStringLiteral("models/setup"), QStringLiteral("models/history") } },
            { QStringLiteral("models/items"), { QStringLiteral("services/base"), QStringLiteral("models/plan"), QStringLiteral("models/dashboard") } },
            { QStringLiteral("ui"), { QStringLiteral("services/base"), QStringLiteral("services/coco"), QStringLiteral("models/") } },
            { QStringLiteral("app"), { QStringLiteral("services/"), QStringLiteral("models/"), QStringLiteral("ui/") } },
        };
        const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s+\"((?:services|models|ui|app|test)/[^\"]+)\""));
        const QString root = cocoon::test::sourcePath(QString());
        QStringList wrong;
        int read = 0;
        for (const QString& top : { QStringLiteral("services"), QStringLiteral("models"), QStringLiteral("ui"), QStringLiteral("app") }) {
            QDirIterator files(root + u'/' + top, { QStringLiteral("*.h"), QStringLiteral("*.cpp") }, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                const QString file = files.next().mid(root.size() + 1);
                const QString layer = top == u"app" || top == u"ui" ? top : file.section(u'/', 0, 1);
                QVERIFY2(allowed.contains(layer), qPrintable(QStringLiteral("a folder without a rule: ") + file));
                QFile in(root + u'/' + file);
                QVERIFY(in.open(QIODevice::ReadOnly));
                ++read;
                const QStringList lines = QString::fromUtf8(in.readAll()).split(u'\n');
                for (const QString& line : lines) {
                    const QRegularExpressionMatch match = include.match(line);
                    const QString target = match.captured(1);
                    bool ok = !match.hasMatch() || target.startsWith(layer + u'/');
                    for (const QString& lower : allowed.value(layer)) {
                        ok = ok || target.startsWith(lower);
                    }
                    if (!ok) {
                        wrong.append(file + QStringLiteral(" includes ") + target);
                    }
                }
            }
        }
        QVERIFY(read > 50);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    // Which modules of Qt a folder may use; the headers on this machine say whose a class is.
    void qtIsUsedWhereItBelongs()
    {
        const QMap<QString, QStringList> allowed {
            { QStringLiteral("services"), { QStringLiteral("QtCore"), QStringLiteral("QtNetwork"), QStringLiteral("QtDBus") } },
            { QStringLiteral("models"), { QStringLiteral("QtCore"), QStringLiteral("QtSql") } },
            { QStringLiteral("ui"), { QStringLiteral("QtCore"), QStringLiteral("QtGui"), QStringLiteral("QtWidgets"), QStringLiteral("QtCharts"), QStringLiteral("QtSvg"), QStringLiteral("QtDBus") } },
        };
        const QDir headers(QLibraryInfo::path(QLibraryInfo::HeadersPath));
        const QStringList modules = headers.entryList({ QStringLiteral("Qt*") }, QDir::Dirs);
        QVERIFY2(headers.exists(QStringLiteral("QtCore/QString")), qPrintable(headers.path()));
        const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s+<(?:Qt\\w+/)?(Q\\w+)>"));
        const QString root = cocoon::test::sourcePath(QString());
        QStringList wrong;
        int read = 0;
        for (auto layer = allowed.begin(); layer != allowed.end(); ++layer) {
            QDirIterator files(root + u'/' + layer.key(), { QStringLiteral("*.h"), QStringLiteral("*.cpp") }, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile in(files.next());
                QVERIFY(in.open(QIODevice::ReadOnly));
                const QStringList lines = QString::fromUtf8(in.readAll()).split(u'\n');
                for (const QString& line : lines) {
                    const QString name = include.match(line).captured(1);
                    const auto isOf = [&headers, &name](const QString& module) { return headers.exists(module + u'/' + name); };
                    if (name.isEmpty() || std::any_of(layer->begin(), layer->end(), isOf)) {
                        read += name.isEmpty() ? 0 : 1;
                    } else if (std::any_of(modules.begin(), modules.end(), isOf)) {
                        wrong.append(in.fileName().mid(root.size() + 1) + QStringLiteral(" includes ") + name);
                    }
                }
            }
        }
        QVERIFY(read > 500);
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(u'\n')));
    }

    void filesAreSmall()
    {
        const QString root = cocoon::test::sourcePath(QString());
        QStringList tooLong;
        for (const QString& top : { QStringLiteral("services"), QStringLiteral("models"), QStringLiteral("ui"), QStringLiteral("app"), QStringLiteral("test") }) {
            QDirIterator files(root + u'/' + top, { QStringLiteral("*.h"), QStringLiteral("*.cpp") }, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                const qsizetype lines = file.readAll().count('\n');
                if (lines >= 500) {
                    tooLong.append(QStringLiteral("%1: %2 lines").arg(file.fileName()).arg(lines));
                }
            }
        }
        QVERIFY2(tooLong.isEmpty(), qPrintable(tooLong.join(u'\n')));
    }
};

COCOON_TEST(TstLayers)
#include "tst_layers.moc"
