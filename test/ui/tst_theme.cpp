// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "test/support/test_main.h"
#include "ui/widgets/labels.h"

#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStyle>
#include <QTest>

#include <array>
#include <cmath>

using namespace cocoon::ui;
using namespace Qt::StringLiterals;

namespace {
    // WCAG 2.1, relative luminance and contrast ratio.
    double luminance(const QColor& color)
    {
        const auto part = [](double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
        return 0.2126 * part(color.redF()) + 0.7152 * part(color.greenF()) + 0.0722 * part(color.blueF());
    }
    double contrast(const QColor& a, const QColor& b)
    {
        const double la = luminance(a);
        const double lb = luminance(b);
        return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
    }

    /// CIE L*a*b* (D65) of a colour as somebody without long- or medium-wave cones sees it: Viénot, Brettel and Mollon 1999.
    std::array<double, 3> seenBy(bool isProtan, const QColor& color)
    {
        const auto linear = [](double value) { return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
        const double r = linear(color.redF());
        const double g = linear(color.greenF());
        const double b = linear(color.blueF());
        const double yellow = isProtan ? 0.11238 * r + 0.88762 * g : 0.29275 * r + 0.70725 * g;
        const double blue = std::max(0.0, b + (isProtan ? 0.00401 : -0.02234) * (r - g));
        const auto root = [](double value) { return value > 0.008856 ? std::cbrt(value) : 7.787 * value + 16.0 / 116; };
        const double x = root((0.7700 * yellow + 0.1805 * blue) / 0.9505);
        const double y = root(0.9278 * yellow + 0.0722 * blue);
        const double z = root((0.1385 * yellow + 0.9505 * blue) / 1.089);
        return { 116 * y - 16, 500 * (x - y), 200 * (y - z) };
    }
}

class TstTheme : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aWidestWidthFollowsTheText()
    {
        Theme theme(*qApp);
        QWidget form;
        keepWidth(theme, &form, 400);
        const int plain = form.maximumWidth();
        theme.setTextPercent(200);
        QCOMPARE(form.maximumWidth(), 2 * plain);
    }

    void iconsInFieldsGrowWithTheText()
    {
        Theme theme(*qApp);
        QLineEdit field;
        field.addAction(theme.icon(u"search"_s), QLineEdit::LeadingPosition);
        const auto size = [&field] { return field.style()->pixelMetric(QStyle::PM_LineEditIconSize, nullptr, &field); };
        const int usual = size();
        theme.setTextPercent(200);
        QCOMPARE(size(), 2 * usual);
    }

    void everyTextCanBeRead_data()
    {
        QTest::addColumn<int>("choice");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("ground");
        const QList<std::pair<QString, QStringList>> pairs {
            { u"text"_s, { u"bg"_s, u"rail"_s, u"surface"_s, u"raised"_s } },
            { u"text2"_s, { u"bg"_s, u"rail"_s, u"surface"_s, u"raised"_s } },
            { u"text3"_s, { u"bg"_s, u"rail"_s, u"surface"_s, u"raised"_s } },
            { u"accentText"_s, { u"surface"_s, u"accentWeak"_s } },
            { u"onAccent"_s, { u"accent"_s } },
            { u"ok"_s, { u"surface"_s, u"okWeak"_s } },
            { u"warn"_s, { u"surface"_s, u"warnWeak"_s } },
            { u"error"_s, { u"surface"_s, u"errorWeak"_s } },
            { u"progress"_s, { u"surface"_s } },
            { u"idle"_s, { u"surface"_s, u"idleWeak"_s } },
            { u"money"_s, { u"surface"_s, u"moneyWeak"_s } },
        };
        for (const Theme::Choice choice : { Theme::Choice::Light, Theme::Choice::Dark, Theme::Choice::Contrast }) {
            for (const auto& [text, grounds] : pairs) {
                for (const QString& ground : grounds) {
                    QTest::addRow("%d %s on %s", static_cast<int>(choice), qPrintable(text), qPrintable(ground)) << static_cast<int>(choice) << text << ground;
                }
            }
        }
    }
    void everyTextCanBeRead()
    {
        QFETCH(int, choice);
        QFETCH(QString, text);
        QFETCH(QString, ground);
        Theme theme(*qApp);
        theme.setChoice(static_cast<Theme::Choice>(choice));
        const double ratio = contrast(theme.color(text), theme.color(ground));
        QVERIFY2(ratio >= 4.5, qPrintable(u"%1 : 1"_s.arg(ratio)));
    }

    void bordersOfControlsAndTheFocusRingAreSeen()
    {
        for (const Theme::Choice choice : { Theme::Choice::Light, Theme::Choice::Dark, Theme::Choice::Contrast }) {
            Theme theme(*qApp);
            theme.setChoice(choice);
            QVERIFY(contrast(theme.color(u"edge"_s), theme.color(u"surface"_s)) >= 3);
            QVERIFY(contrast(theme.color(u"focus"_s), theme.color(u"bg"_s)) >= 3);
        }
    }

    /// Good, doubtful and bad are told apart by every eye, and by shape where there is no colour at all.
    void statesAreToldApartWithoutRedAndGreen()
    {
        for (const Theme::Choice choice : { Theme::Choice::Light, Theme::Choice::Dark, Theme::Choice::Contrast }) {
            Theme theme(*qApp);
            theme.setChoice(choice);
            for (const auto& [one, other] : { std::pair(u"ok"_s, u"error"_s), std::pair(u"ok"_s, u"warn"_s), std::pair(u"warn"_s, u"error"_s) }) {
                for (const bool isProtan : { true, false }) {
                    const auto a = seenBy(isProtan, theme.color(one));
                    const auto b = seenBy(isProtan, theme.color(other));
                    const double distance = std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
                    QVERIFY2(distance >= 12, qPrintable(u"theme %1, %2 and %3, %4: %5"_s.arg(int(choice)).arg(one, other, isProtan ? u"protan"_s : u"deutan"_s).arg(distance)));
                }
            }
        }
        const Theme theme(*qApp);
        QList<QImage> shapes;
        for (const Tone tone : { Tone::Idle, Tone::Ok, Tone::Warn, Tone::Error, Tone::Progress, Tone::Money }) {
            const QImage shape = theme.pixmap(Theme::iconName(tone), Qt::black, 16).toImage().convertToFormat(QImage::Format_Alpha8);
            QVERIFY(!shape.isNull() && !shapes.contains(shape));
            shapes.append(shape);
        }
    }

    void everyIconThatTheProgramNamesIsThere()
    {
        // Icons are named in code as strings; one that is not there would be an empty square.
        const QRegularExpression named(u"(?:icon\\(|pixmap\\(|Icon\\(\\w+, theme, |addDoor\\(.*, |addPlace\\(.*, )u\"([a-z-]+)\"_s"_s);
        int count = 0;
        QDirIterator files(cocoon::test::sourcePath(u"ui"_s), { u"*.cpp"_s }, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            auto matches = named.globalMatch(QString::fromUtf8(file.readAll()));
            while (matches.hasNext()) {
                const QString name = matches.next().captured(1);
                ++count;
                QVERIFY2(QFile::exists(u":/cocoon/icons/%1.svg"_s.arg(name)), qPrintable(name + u" of "_s + file.fileName()));
            }
        }
        QVERIFY(count > 5);
        for (const Tone tone : { Tone::Idle, Tone::Ok, Tone::Warn, Tone::Error, Tone::Progress, Tone::Money }) {
            QVERIFY(QFile::exists(u":/cocoon/icons/%1.svg"_s.arg(Theme::iconName(tone))));
        }
    }

    void theDesktopDecidesUntilTheUserDoes()
    {
        Theme theme(*qApp);
        theme.setChoice(Theme::Choice::System);
        theme.setDesktop(true, false);
        QVERIFY(theme.isDark());
        theme.setChoice(Theme::Choice::Light);
        QVERIFY(!theme.isDark());
        QSignalSpy changed(&theme, &Theme::changed);
        theme.setDesktop(false, false);
        theme.setDesktop(true, false);
        QVERIFY(!theme.isDark());
    }

    void textGrowsToTwiceItsSize()
    {
        Theme theme(*qApp);
        theme.setTextPercent(100);
        const int before = theme.px(100);
        const double points = QFontMetrics(theme.font(u"body"_s)).height();
        theme.setTextPercent(200);
        QCOMPARE(theme.px(100), 2 * before);
        QVERIFY(QFontMetrics(theme.font(u"body"_s)).height() >= 1.9 * points);
        theme.setTextPercent(100);
    }

    void theStyleSheetHasNoHoles()
    {
        for (const Theme::Choice choice : { Theme::Choice::Light, Theme::Choice::Dark, Theme::Choice::Contrast }) {
            Theme theme(*qApp);
            theme.setChoice(choice);
            QVERIFY(!qApp->styleSheet().contains(u'@'));
        }
    }
};

COCOON_TEST(TstTheme)
#include "tst_theme.moc"
