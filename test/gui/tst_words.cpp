// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/gui/window_bench.h"
#include "test/support/test_main.h"

#include "ui/widgets/labels.h"

#include <QAbstractButton>
#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>

using namespace cocoon;
using namespace Qt::StringLiterals;
using test::WindowBench;

namespace {
    /// A language in which every word is marked and a good third longer, as German is: what is not marked never went through
    /// tr(), what does not fit will not fit in a real language either.
    class Pseudo : public QTranslator {
    public:
        bool isEmpty() const override { return false; }
        QString translate(const char* context, const char* source, const char*, int n) const override
        {
            const QByteArray from(context);
            if (!from.startsWith("cocoon") && from != "words") {
                return {};
            }
            QString text = QString::fromUtf8(source);
            if (n >= 0) {
                text.replace(u"%n"_s, QString::number(n));
            }
            return u"⟦"_s + text + QString(u" ~~~~~"_s).repeated(static_cast<int>(text.size()) / 18 + 1) + u"⟧"_s;
        }
    };

    QString textOf(const QWidget* widget)
    {
        if (const auto* label = qobject_cast<const QLabel*>(widget)) {
            return label->text();
        }
        const auto* button = qobject_cast<const QAbstractButton*>(widget);
        return button != nullptr ? button->text() : QString();
    }

    /// Identifiers, names and figures are the world's words, not ours.
    bool isData(const QWidget* widget)
    {
        const QString role = widget->property("role").toString();
        return role == u"mono" || role == u"strong" || role == u"brand" || role == u"figure" || widget->objectName() == u"header.cluster";
    }

    bool isClipped(const QWidget* widget)
    {
        if (qobject_cast<const ui::ElidedLabel*>(widget) != nullptr) {
            return false; // it says "…", and the whole in its tool tip
        }
        const auto* label = qobject_cast<const QLabel*>(widget);
        if (label != nullptr && label->wordWrap()) {
            return label->heightForWidth(label->width()) > label->height() + 1;
        }
        return widget->minimumSizeHint().width() > widget->width() + 1 || widget->minimumSizeHint().height() > widget->height() + 1;
    }
}

class TstWords : public QObject {
    Q_OBJECT

    QStringList m_bad;

    void look(WindowBench& bench, const QString& where)
    {
        for (int i = 0; i < 5; ++i) {
            QCoreApplication::processEvents();
        }
        static const QRegularExpression word(u"[A-Za-z]{3,}"_s);
        for (const QWidget* widget : bench.window->findChildren<QWidget*>()) {
            const QString text = textOf(widget);
            if (text.isEmpty() || !widget->isVisible()) {
                continue;
            }
            if (!text.contains(u'⟦') && word.match(text).hasMatch() && !isData(widget)) {
                m_bad.append(u"%1: not translated: %2"_s.arg(where, text));
            }
            if (isClipped(widget)) {
                m_bad.append(u"%1: does not fit: %2"_s.arg(where, text));
            }
        }
    }

private Q_SLOTS:
    void everyWordIsTranslatedAndFits()
    {
        Pseudo pseudo;
        {
            WindowBench bench;
            QCoreApplication::installTranslator(&pseudo); // after the bench's own, so that it is asked first
            bench.open();
            bench.window->resize(1024, 640);
            look(bench, u"welcome"_s);
            bench.window->openPlace(u"settings"_s);
            look(bench, u"settings"_s);
            bench.window->openPlace(u"fleet"_s);
            look(bench, u"fleet"_s);
            bench.window->openPlace(u"welcome"_s);
            QVERIFY(bench.enterSandbox());
            for (const QString& page : bench.window->setupPlace()->pageIds() + QStringList { u"review"_s }) {
                bench.window->setupPlace()->openPage(page);
                look(bench, page);
            }
            bench.window->openPlace(u"activity"_s);
            look(bench, u"activity"_s);
        }
        QCoreApplication::removeTranslator(&pseudo);
        m_bad.removeDuplicates();
        for (const QString& bad : std::as_const(m_bad)) {
            qWarning("%s", qPrintable(bad));
        }
        QVERIFY(m_bad.isEmpty());
    }

    void allLanguagesAreComplete()
    {
        QCOMPARE(words::Language::available(), QStringList({ u"en"_s, u"de"_s, u"ja"_s }));
        for (const QString& file : { u"de"_s, u"ja"_s }) {
            QFile source(test::sourcePath(u"translations/cocoon_%1.ts"_s.arg(file)));
            QVERIFY(source.open(QIODevice::ReadOnly));
            QVERIFY(!source.readAll().contains("type=\"unfinished\""));
        }
        const words::Language german(u"de"_s);
        QCOMPARE(german.code(), u"de"_s);
        QVERIFY(!QCoreApplication::translate("cocoon::ui::SetupPlace", "Next").isEmpty());
        QVERIFY(QCoreApplication::translate("cocoon::ui::GoBar", "Back") != u"Back");
        QCOMPARE(words::Language(u"tlh"_s).code(), u"en"_s);
    }
};

COCOON_TEST(TstWords)
#include "tst_words.moc"
