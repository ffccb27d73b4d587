// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "test/gui/window_bench.h"
#include "test/support/test_main.h"
#include "ui/setup/page_spec.h"
#include "ui/shell/commands.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/labels.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QTest>
#include <QToolButton>

using namespace cocoon;
using namespace Qt::StringLiterals;
using test::WindowBench;

/// What the pages of the set-up offer besides going on, on one sandbox.
class TstSetupPages : public QObject {
    Q_OBJECT
    std::unique_ptr<WindowBench> m_bench;

    ui::SetupPlace* setup() const { return m_bench->window->setupPlace(); }
    void open(const QString& page)
    {
        m_bench->window->openPlace(u"setup"_s);
        setup()->openPage(page);
        QVERIFY(m_bench->until([&] { return m_bench->desk()->assessor().isComplete(); }, 60));
    }
    template <class T>
    T* visible(const QString& name) const
    {
        for (T* one : m_bench->window->findChildren<T*>(name)) {
            if (one->isVisible()) {
                return one;
            }
        }
        return nullptr;
    }
    /// Chooses the row of the page's list that says this.
    bool choose(const QString& title)
    {
        for (ui::DataTable* table : m_bench->window->findChildren<ui::DataTable*>()) {
            for (int row = 0; table->isVisible() && row < table->model()->rowCount(); ++row) {
                if (table->model()->index(row, 0).data().toString().contains(title)) {
                    table->selectRow(row);
                    return true;
                }
            }
        }
        return false;
    }

private Q_SLOTS:
    void initTestCase()
    {
        m_bench = std::make_unique<WindowBench>();
        m_bench->open();
        QVERIFY(m_bench->enterSandbox());
    }
    void cleanupTestCase() { m_bench.reset(); }

    void aFindingLeadsToTheFieldThatDecidesIt()
    {
        const QString url = m_bench->desk()->intent().trust.url;
        QVERIFY(m_bench->desk()->edit(u"trust.url"_s, {}));
        open(u"review"_s);
        QVERIFY2(m_bench->until([&] { return choose(u"No trustee is named"_s); }, 20), qPrintable(m_bench->said()));
        QVERIFY(m_bench->until([&] { return visible<QPushButton>(u"findings.fix"_s) != nullptr; }, 5));
        QCOMPARE(visible<QPushButton>(u"findings.fix"_s)->text(), u"Name the trustee"_s);
        m_bench->shoot(u"fix-1-review"_s);
        // The way to the obstacle is the first button, and it stands above what would be changed.
        QCOMPARE(m_bench->button(u"go.primary"_s)->text(), u"Go to 7 · Trust authority"_s);
        QVERIFY(m_bench->button(u"go.primary"_s)->isEnabled());
        m_bench->press(m_bench->button(u"go.primary"_s));
        QCOMPARE(setup()->page(), u"trust"_s);
        setup()->openPage(u"review"_s);
        QVERIFY(m_bench->until([&] { return choose(u"No trustee is named"_s) && visible<QPushButton>(u"findings.fix"_s) != nullptr; }, 20));
        m_bench->press(visible<QPushButton>(u"findings.fix"_s));
        QCOMPARE(setup()->page(), u"trust"_s);
        QTRY_VERIFY(QApplication::focusWidget() != nullptr && QApplication::focusWidget()->objectName() == u"intent.trust.url");
        QVERIFY(m_bench->desk()->edit(u"trust.url"_s, url));
    }

    void whatComesBeyondTheListedChangesIsCounted()
    {
        open(u"review"_s);
        QVERIFY2(m_bench->until([&] { return m_bench->said().contains(u"as they come: at least "_s); }, 30), qPrintable(m_bench->said()));
        open(u"nodes"_s);
        QVERIFY2(m_bench->until([&] { return m_bench->said().contains(u"Besides these, as they come: at least "_s); }, 30), qPrintable(m_bench->said()));
    }

    void aFindingIsPutRightWithOnePress()
    {
        QVERIFY(m_bench->desk()->edit(u"image.id"_s, u"r010-0a1b2c3d-0000-0000-0000-000000000000"_s));
        open(u"image"_s);
        QVERIFY2(m_bench->until([&] { return choose(u"There is no image r010-0a1b2c3d"_s); }, 20), qPrintable(m_bench->said()));
        QVERIFY(m_bench->until([&] { return visible<QPushButton>(u"findings.fix"_s) != nullptr; }, 5));
        m_bench->press(visible<QPushButton>(u"findings.fix"_s));
        QCOMPARE(m_bench->desk()->intent().image.id, QString());
        QVERIFY(m_bench->until([&] { return setup()->page() == u"image" && m_bench->desk()->assessment(u"image"_s)->state == plan::StepState::Ready; }, 30));
        QVERIFY(visible<QPushButton>(u"findings.fix"_s) == nullptr);
    }

    void anErrorOfOnesOwnGoesWhenItWorks()
    {
        const Error error { Errc::Io, u"The Intent cannot be written: the disk is full."_s, {} };
        open(u"image"_s);
        setup()->showOutcome(u"image"_s, tl::unexpected(error));
        QVERIFY2(m_bench->said().contains(u"the disk is full"_s), qPrintable(m_bench->said()));
        QVERIFY(m_bench->desk()->edit(u"image.name"_s, u"peer-pods-image"_s));
        QVERIFY(m_bench->until([&] { return !m_bench->said().contains(u"the disk is full"_s); }, 5));
        QVERIFY(m_bench->desk()->edit(u"image.name"_s, {}));

        open(u"access"_s);
        setup()->showOutcome(u"access"_s, tl::unexpected(error));
        QVERIFY(m_bench->until([&] { return m_bench->said().contains(u"the disk is full"_s); }, 5));
        setup()->showOutcome(u"access"_s, Done {});
        QVERIFY(!m_bench->said().contains(u"the disk is full"_s));
    }

    void aDrainIsPreviewedBeforeTheFirstChange()
    {
        open(u"nodes"_s);
        QVERIFY2(m_bench->until([&] { return visible<QPushButton>(u"worker.pods"_s) != nullptr && visible<QPushButton>(u"worker.pods"_s)->isEnabled(); }, 30), qPrintable(m_bench->said()));
        QPushButton* unfold = visible<QPushButton>(u"worker.pods"_s);
        QVERIFY2(unfold->text().startsWith(u"Drain moves "), qPrintable(unfold->text()));
        const QString first = unfold->accessibleDescription().section(u", "_s, 0, 0);
        QVERIFY2(first.contains(u'/'), qPrintable(first));
        const auto isListed = [this, first] {
            const auto lines = m_bench->window->findChildren<ui::ElidedLabel*>();
            return std::any_of(lines.begin(), lines.end(), [&first](const ui::ElidedLabel* line) { return line->isVisible() && line->fullText() == first; });
        };
        QVERIFY(!isListed());
        m_bench->press(unfold);
        QVERIFY2(isListed(), qPrintable(first));
        m_bench->shoot(u"drain-preview"_s);
        m_bench->window->resize(1024, 640); // what the cards need must not push the page out of its frame
        const auto isInside = [this] {
            const auto buttons = m_bench->window->findChildren<QPushButton*>(u"worker.skip"_s);
            return std::all_of(buttons.begin(), buttons.end(), [this](const QPushButton* one) { return !one->isVisible() || one->mapTo(m_bench->window.get(), QPoint(one->width(), 0)).x() <= m_bench->window->width(); });
        };
        QTRY_VERIFY(isInside());
        m_bench->window->resize(1440, 900);
        QVERIFY(m_bench->desk()->journal().entries().isEmpty());
    }

    void theKindsOfCredentialSayWhatTheyCan()
    {
        QVERIFY(m_bench->desk()->edit(u"credential.kind"_s, u"trusted-profile"_s));
        open(u"credential"_s);
        auto* profile = visible<QComboBox>(u"intent.credential.name"_s);
        QVERIFY(profile != nullptr);
        QCOMPARE(profile->currentText(), u"cocoon-demo, with just the rights that are needed"_s);
        QVERIFY2(m_bench->until([&] { return m_bench->said().contains(u"No key is made"_s); }, 10) && !m_bench->said().contains(u"The key's value"_s), qPrintable(m_bench->said()));
        QVERIFY(visible<QComboBox>(u"intent.credential.kind"_s)->accessibleDescription().startsWith(u"No key is made"_s));
        const auto says = [&] { return visible<QComboBox>(u"intent.credential.kind"_s)->currentText(); };
        QVERIFY(m_bench->desk()->edit(u"operator.version"_s, u"1.10.3"_s));
        QVERIFY2(m_bench->until([&] { return says().contains(u"rights on VPC only"_s); }, 20), qPrintable(says()));
        QVERIFY(m_bench->desk()->edit(u"operator.version"_s, u"1.12.0"_s));
        QVERIFY2(m_bench->until([&] { return says().contains(u"rights on VPC, Kubernetes Service, tags"_s); }, 20), qPrintable(says()));
        m_bench->shoot(u"credential-profile"_s);
        QVERIFY(m_bench->desk()->edit(u"operator.version"_s, u"1.10.3"_s));
        QVERIFY(m_bench->desk()->edit(u"credential.kind"_s, u"api-key"_s));
        QVERIFY(m_bench->until([&] { return visible<QComboBox>(u"intent.credential.name"_s) == nullptr; }, 20));
        QVERIFY(m_bench->said().contains(u"The key's value is seen once"_s) && !m_bench->said().contains(u"No key is made"_s));
    }

    void theHeaderSaysWhoAndWhereInFull()
    {
        auto* cluster = m_bench->window->findChild<QToolButton*>(u"header.cluster"_s);
        const QString id = m_bench->desk()->world().answer(world::ask::me()).value.toObject().value(u"accountId"_s).toString();
        QVERIFY(id.size() == 32);
        m_bench->window->resize(760, 520); // where nothing of it fits
        for (const QString& what : { u"Account: "_s, id, u"Region: "_s, u"Resource group: "_s, u"You in the cluster: "_s }) {
            QVERIFY2(cluster->toolTip().contains(what) && cluster->accessibleDescription().contains(what), qPrintable(cluster->toolTip()));
        }
        // The words of the search give way to who and where.
        const auto* search = m_bench->window->findChild<QToolButton*>(u"header.search"_s);
        const auto words = [search] { return search->toolButtonStyle() != Qt::ToolButtonIconOnly; };
        const auto* account = m_bench->window->findChild<QPushButton*>(u"header.account"_s);
        m_bench->window->resize(1440, 900);
        QTRY_VERIFY(words() && account->isVisible());
        m_bench->theme.setTextPercent(200);
        m_bench->window->resize(1024, 640);
        QTRY_VERIFY(!words());
        QCOMPARE(search->accessibleName(), u"Search or run a command"_s);
        m_bench->theme.setTextPercent(100);
        m_bench->window->resize(1440, 900);
        QTRY_VERIFY(words());
    }

    void whatIsTakenAlongIsReachedAtTheEnd()
    {
        m_bench->window->openPlace(u"setup"_s);
        setup()->openPage(u"done"_s);
        QVERIFY(m_bench->until([&] { return m_bench->button(u"go.primary"_s) != nullptr && m_bench->button(u"go.primary"_s)->text().startsWith(u"Go to "_s); }, 20)); // it leads on
        QVERIFY2(m_bench->said().count(u"6 · Configuration, nodes: "_s) == 1, qPrintable(m_bench->said())); // a page of two steps
        QPushButton* save = visible<QPushButton>(u"done.save.yaml"_s);
        QVERIFY(save != nullptr);
        QVERIFY(m_bench->until([&] { return visible<QPushButton>(u"done.copy.pod"_s) != nullptr; }, 5));
        save->setFocus(Qt::TabFocusReason);
        for (QWidget* up = save; up != nullptr; up = up->parentWidget()) {
            if (auto* scroll = qobject_cast<QScrollArea*>(up)) {
                scroll->ensureWidgetVisible(save);
            }
        }
        m_bench->shoot(u"done-exports"_s);
        m_bench->press(visible<QPushButton>(u"done.copy.intent"_s));
        QCOMPARE(QApplication::clipboard()->text(), QString::fromUtf8(m_bench->desk()->intentText()));
    }

    void thePaletteDoesWhatThePagesButtonsDo()
    {
        const auto run = [this](const QString& name) {
            m_bench->key(Qt::Key_K, Qt::ControlModifier);
            QTest::keyClicks(m_bench->window->findChild<QLineEdit*>(u"palette.line"_s), name);
            m_bench->key(Qt::Key_Return);
        };
        open(u"operator"_s);
        QApplication::clipboard()->clear();
        run(u"Copy all commands of this step"_s);
        QVERIFY(m_bench->until([] { return QApplication::clipboard()->text().contains(u"oc apply"_s); }, 5));
        run(u"About Cocoon"_s);
        QTRY_COMPARE(m_bench->window->place(), u"settings"_s);
        QTRY_VERIFY(!visible<QLabel>(u"about.leaves"_s)->visibleRegion().isEmpty());
        QVERIFY(m_bench->window->commands().find(u"desk.page.image"_s) != nullptr);
        // What is not asked is not agreed to.
        run(u"Agree to what is asked"_s);
        QTRY_COMPARE(m_bench->window->place(), u"setup"_s);
        QVERIFY(m_bench->desk()->journal().entries().isEmpty() && !m_bench->desk()->isRunning());
        m_bench->program->close();
        QVERIFY(m_bench->window->commands().find(u"desk.page.image"_s) == nullptr);
    }

    void everyPageKnowsItsSectionOfTheGuide()
    {
        QSet<QString> sections;
        for (const ui::PageSpec& page : ui::setupPages()) {
            const QString section = QUrl(ui::guideUrl(page.id)).fragment();
            QVERIFY2(!section.isEmpty(), qPrintable(page.id));
            sections.insert(section);
        }
        QCOMPARE(sections.size(), 9); // what comes before step 1 is one
    }
};

COCOON_TEST(TstSetupPages)
#include "tst_setup_pages.moc"
