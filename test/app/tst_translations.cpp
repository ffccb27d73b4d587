// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"

#include <QLibraryInfo>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace {
    /// What is to be translated, one line a message.
    QStringList messages(const QString& path)
    {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly)) {
            return {};
        }
        QStringList all;
        QString context;
        QString source;
        QString comment;
        QString plural;
        for (QXmlStreamReader xml(&file); !xml.atEnd(); xml.readNext()) {
            if (xml.isEndElement() && xml.name() == "message"_L1) {
                all.append(context + u": "_s + source + plural + comment);
            } else if (!xml.isStartElement()) {
                continue;
            } else if (xml.name() == "name"_L1) {
                context = xml.readElementText();
            } else if (xml.name() == "message"_L1) {
                comment.clear();
                plural = xml.attributes().value("numerus"_L1) == "yes"_L1 ? u" [plural]"_s : QString();
            } else if (xml.name() == "source"_L1) {
                source = xml.readElementText();
            } else if (xml.name() == "comment"_L1) {
                comment = u" ("_s + xml.readElementText() + u')';
            }
        }
        all.sort();
        return all;
    }

    QStringList without(QStringList all, const QStringList& others)
    {
        for (const QString& one : others) {
            all.removeOne(one);
        }
        return all;
    }
}

/// The words of the sources and those of the translations are the same ones.
class TstTranslations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void noWordIsMissingOrLeftOver_data()
    {
        QTest::addColumn<QString>("file");
        for (const QString& file : QDir(cocoon::test::sourcePath(u"translations"_s)).entryList({ u"cocoon_*.ts"_s })) {
            QTest::newRow(qPrintable(file)) << file;
        }
    }
    void noWordIsMissingOrLeftOver()
    {
        QFETCH(QString, file);
        const QString besideQt = QStandardPaths::findExecutable(u"lupdate"_s, { QLibraryInfo::path(QLibraryInfo::BinariesPath) });
        const QString lupdate = besideQt.isEmpty() ? QStandardPaths::findExecutable(u"lupdate"_s) : besideQt;
        QVERIFY2(!lupdate.isEmpty(), "lupdate comes with the tools that the build needs (qt6-l10n-tools)");
        QTemporaryDir folder;
        const QString kept = cocoon::test::sourcePath(u"translations/"_s + file);
        const QString updated = folder.filePath(file);
        QVERIFY(QFile::copy(kept, updated));
        QStringList arguments { u"app"_s, u"models"_s, u"services"_s, u"ui"_s, u"-I"_s, u"."_s, u"-locations"_s, u"none"_s, u"-no-obsolete"_s, u"-silent"_s, u"-ts"_s, updated };
        if (file == "cocoon_en.ts"_L1) {
            arguments.prepend(u"-pluralonly"_s);
        }
        QProcess process;
        process.setWorkingDirectory(cocoon::test::sourcePath(QString()));
        process.start(lupdate, arguments);
        QVERIFY2(process.waitForFinished(60000) && process.exitCode() == 0, process.readAllStandardError().constData());
        const QStringList before = messages(kept);
        const QStringList after = messages(updated);
        QVERIFY(!before.isEmpty());
        const QStringList missing = without(after, before);
        const QStringList leftOver = without(before, after);
        QVERIFY2(missing.isEmpty() && leftOver.isEmpty(),
            qPrintable(u"%1: %2 missing, %3 left over; --target update_translations brings them up to date\n+ %4\n- %5"_s.arg(file).arg(missing.size()).arg(leftOver.size()).arg(missing.join(u"\n+ "_s), leftOver.join(u"\n- "_s))));
    }
};

COCOON_TEST(TstTranslations)
#include "tst_translations.moc"
