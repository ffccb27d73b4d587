// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/support/test_main.h"
#include "ui/settings/settings.h"
#include "ui/settings/settings_place.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

using namespace cocoon;
using namespace Qt::StringLiterals;

/// What is set by keyboard is kept, and said as it is.
class TstSettings : public QObject {
    Q_OBJECT
    QTemporaryDir m_home;

private Q_SLOTS:
    void init()
    {
        qputenv("XDG_CONFIG_HOME", m_home.path().toUtf8());
        QFile::remove(ui::Settings().file());
    }

    void theTextSizeIsAlwaysOneThatCanBeChosen()
    {
        ui::Settings settings;
        ui::SettingsPlace place(settings, u"memory"_s);
        auto* size = place.findChild<QComboBox*>(u"settings.textSize"_s);
        QCOMPARE(size->currentText(), u"100 %"_s);
        QStringList seen;
        for (int i = 0; i < 7; ++i) {
            settings.stepTextSize(1);
            seen.append(size->currentText());
        }
        QCOMPARE(seen, (QStringList { u"110 %"_s, u"125 %"_s, u"150 %"_s, u"175 %"_s, u"200 %"_s, u"200 %"_s, u"200 %"_s }));
        settings.stepTextSize(-1);
        QCOMPARE(settings.textPercent(), 175);
        settings.setTextPercent(121); // by hand, in the file
        QCOMPARE(size->currentText(), u"125 %"_s);
    }

    void everyFieldIsKept()
    {
        {
            ui::Settings settings;
            ui::SettingsPlace place(settings, u"memory"_s);
            place.show();
            const auto choose = [&place](const QString& field, int down) {
                auto* box = place.findChild<QComboBox*>(field);
                box->setFocus();
                for (int i = 0; i < down; ++i) {
                    QTest::keyClick(box, Qt::Key_Down);
                }
            };
            const auto type = [&place](const QString& field, const QString& text) {
                auto* line = place.findChild<QLineEdit*>(field);
                QTest::keyClicks(line, text);
                QTest::keyClick(line, Qt::Key_Return);
            };
            choose(u"settings.theme"_s, 2);
            choose(u"settings.textSize"_s, 1);
            choose(u"settings.language"_s, 1);
            type(u"settings.proxy"_s, u" http://proxy.example.com:3128 "_s);
            choose(u"settings.network"_s, 2);
            choose(u"settings.region"_s, 2);
            type(u"settings.dataFolder"_s, m_home.filePath(u"data"_s));
            auto* limit = place.findChild<QDoubleSpinBox*>(u"settings.spendLimit"_s);
            limit->selectAll();
            QTest::keyClicks(limit, u"2.5"_s);
            QTest::keyClick(limit, Qt::Key_Return);
            auto* desktop = place.findChild<QCheckBox*>(u"settings.alertsOnDesktop"_s);
            const bool was = desktop->isChecked();
            QTest::keyClick(desktop, Qt::Key_Space);
            QCOMPARE(settings.alertsOnDesktop(), !was);
        }
        const ui::Settings again;
        QCOMPARE(again.theme(), ui::Theme::Choice::Dark);
        QCOMPARE(again.textPercent(), 110);
        QVERIFY(!again.language().isEmpty());
        QCOMPARE(again.proxy(), u"http://proxy.example.com:3128"_s);
        QCOMPARE(again.network(), u"vpe"_s);
        QCOMPARE(again.region(), u"eu-de"_s);
        QCOMPARE(again.dataFolder(), m_home.filePath(u"data"_s));
        QCOMPARE(again.spendLimit(), 2.5);
    }

    void aFolderThatCannotBeUsedIsNotTaken()
    {
        ui::Settings settings;
        ui::SettingsPlace place(settings, u"memory"_s);
        auto* folder = place.findChild<QLineEdit*>(u"settings.dataFolder"_s);
        for (const QString& bad : { u"not/absolute"_s, u"/proc/nobody-writes-here"_s, settings.file() }) {
            QFile file(settings.file());
            QVERIFY(file.open(QIODevice::Append));
            folder->clear();
            QTest::keyClicks(folder, bad);
            QTest::keyClick(folder, Qt::Key_Return);
            QCOMPARE(settings.dataFolder(), QString());
            const QList<QLabel*> labels = place.findChildren<QLabel*>();
            QVERIFY2(std::any_of(labels.begin(), labels.end(), [&bad](const QLabel* label) { return label->text().startsWith(bad + u" cannot be used"_s); }), qPrintable(bad));
        }
    }
};

COCOON_TEST(TstSettings)
#include "tst_settings.moc"
