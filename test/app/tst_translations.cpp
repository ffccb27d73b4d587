// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"

#include <QDirIterator>
#include <QLibraryInfo>
#include <QProcess>
#include <QRegularExpression>
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

    /// What errors and their trails say in plain English. Internal ones are for us; keys and formats are no sentences.
    QStringList plainErrors(const QString& source)
    {
        static const QRegularExpression error(uR"x((?:Errc::(?!Internal\b)\w+\s*,|\bduring\()[^;]*)x"_s);
        static const QRegularExpression literal(uR"x((?:\bu|QStringLiteral\(\s*)"((?:[^"\\]|\\.)*))x"_s);
        static const QRegularExpression sentence(uR"x((?=.*[A-Za-z]{3})(?:.*[A-Za-z] .*|.*\.$))x"_s);
        QStringList all;
        for (auto errors = error.globalMatch(source); errors.hasNext();) {
            const QString statement = errors.next().captured();
            for (auto literals = literal.globalMatch(statement); literals.hasNext();) {
                const QString text = literals.next().captured(1);
                if (sentence.match(text).hasMatch()) {
                    all.append(text);
                }
            }
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

    void plainErrorsAreFound()
    {
        QCOMPARE(plainErrors(u"return fail(Errc::Io,\n    u\"No \\\"%1\\\" there.\"_s.arg(file));"_s), QStringList { u"No \\\"%1\\\" there."_s });
        QCOMPARE(plainErrors(u"end({ Errc::Timeout, isLate ? QStringLiteral(\"Too late\") : text, {} });"_s), QStringList { u"Too late"_s });
        QCOMPARE(plainErrors(u"return tl::unexpected(r.error().during(u\"fetch it\"_s));"_s), QStringList { u"fetch it"_s });
        QCOMPARE(plainErrors(u"fail(Errc::Io, tr(\"No %1.\").arg(file)); say(u\"Other words.\"_s);"_s), QStringList());
        QCOMPARE(plainErrors(u"fail(Errc::Parse, u\"%1: %2\"_s.arg(str(at, { u\"$ref\" }), names.join(u\", \"_s)));"_s), QStringList());
        QCOMPARE(plainErrors(u"fail(Errc::Internal, u\"Nobody knows %1.\"_s.arg(kind));"_s), QStringList());
    }

    /// What an error says is on screen in the end. cocoonctl speaks English only, because scripts read it.
    void errorsAreInTheUsersLanguage()
    {
        QStringList plain;
        int read = 0;
        for (const QString& folder : { u"models"_s, u"ui"_s, u"app/cocoon"_s, u"app/engine"_s }) {
            QDirIterator files(cocoon::test::sourcePath(folder), { u"*.h"_s, u"*.cpp"_s }, QDir::Files, QDirIterator::Subdirectories);
            while (files.hasNext()) {
                QFile file(files.next());
                QVERIFY(file.open(QIODevice::ReadOnly));
                ++read;
                for (const QString& text : plainErrors(QString::fromUtf8(file.readAll()))) {
                    plain.append(file.fileName() + u": "_s + text);
                }
            }
        }
        QVERIFY(read > 200);
        QVERIFY2(plain.isEmpty(), qPrintable(u"not through tr():\n"_s + plain.join(u'\n')));
    }
};

COCOON_TEST(TstTranslations)
#include "tst_translations.moc"
