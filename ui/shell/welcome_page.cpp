// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/welcome_page.h"

#include "ui/connections/cloud_login_card.h"
#include "ui/connections/connection_list.h"
#include "ui/widgets/card.h"
#include "ui/widgets/error_panel.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scroll_page.h"

#include <QApplication>
#include <QFileDialog>
#include <QScrollArea>
#include <QTimer>

#include <algorithm>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

WelcomePage::WelcomePage(const Theme& theme, Program& program, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_program(program)
    , m_title(makeText({}, "title"))
    , m_what(makeText(tr("Cocoon sets up confidential containers on Red Hat OpenShift on IBM Cloud: pods whose memory even the cloud cannot "
                         "read. It shows every change before it is made, finds every id by itself, and goes on from what is really there."),
          "muted"))
    , m_error(new ErrorPanel(theme))
    , m_opening(new Card)
    , m_openingText(makeText({}, ""))
    , m_cloud(new CloudLoginCard(program))
    , m_list(new ConnectionList(theme, program))
{
    setObjectName(u"placeBody"_s);
    setAccessibleName(tr("Connections"));
    QWidget* page = makeScrollPage(this);
    auto* centre = new QHBoxLayout(page);
    centre->setContentsMargins(24, 28, 24, 28);
    auto* box = new QWidget;
    keepWidth(theme, box, 920);
    centre->addStretch(1);
    centre->addWidget(box, 20);
    centre->addStretch(1);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    column->addWidget(m_title);
    column->addWidget(m_what);
    auto* doors = new QHBoxLayout;
    doors->setSpacing(16);
    m_doors = doors;
    QPushButton* sandbox = addDoor(tr("Try it in the sandbox"), tr("A simulated cluster and cloud on this machine. Nothing leaves it, nothing costs anything."), u"sandbox"_s);
    sandbox->setObjectName(u"door.sandbox"_s);
    QPushButton* cloud = addDoor(tr("Connect to IBM Cloud"), tr("With an API key or a one-time passcode. Choose the cluster from a list."), u"cloud"_s);
    cloud->setObjectName(u"door.cloud"_s);
    QPushButton* file = addDoor(tr("Open a kubeconfig"), tr("A cluster that you can already reach with oc or kubectl."), u"file"_s);
    file->setObjectName(u"door.kubeconfig"_s);
    column->addLayout(doors);
    connect(sandbox, &QPushButton::clicked, this, [this] { Q_EMIT openWanted([this] { m_program.openSandbox(); }); });
    connect(cloud, &QPushButton::clicked, this, [this] {
        m_cloud->show();
        m_cloud->ask();
    });
    connect(file, &QPushButton::clicked, this, &WelcomePage::chooseKubeconfig);

    column->addWidget(m_error);
    m_opening->content()->addWidget(m_openingText);
    m_opening->hide();
    column->addWidget(m_opening);
    m_cloud->hide();
    column->addWidget(m_cloud);
    column->addWidget(m_list);
    column->addStretch(1);
    connect(m_cloud, &CloudLoginCard::busy, this, [this](const QString& what) {
        showOpening(what);
        Q_EMIT loginAsked();
    });
    connect(m_cloud, &CloudLoginCard::listed, this, &WelcomePage::showCard);
    connect(m_cloud, &CloudLoginCard::failed, this, &WelcomePage::showError);
    connect(m_cloud, &CloudLoginCard::refused, this, &WelcomePage::showWhy);
    connect(m_cloud, &CloudLoginCard::openWanted, this, [this](const ClusterChoice& cluster, bool isKept) {
        Q_EMIT openWanted([this, cluster, isKept] { m_program.openCluster(cluster, isKept); });
    });
    connect(m_list, &ConnectionList::failed, this, &WelcomePage::showError);
    connect(m_cloud, &CloudLoginCard::knownWanted, this, [this](const QString& id) { Q_EMIT openWanted([this, id] { m_program.openKnown(id); }); });
    connect(m_list, &ConnectionList::openWanted, this, [this](const QString& id) { Q_EMIT openWanted([this, id] { m_program.openKnown(id); }); });
    connect(&program, &Program::loginWanted, this, [this](const KnownConnection& connection) {
        showOpening({});
        m_cloud->show();
        m_cloud->ask(connection);
        showCard();
    });
    refresh();
}

QPushButton* WelcomePage::addDoor(const QString& name, const QString& says, const QString& icon)
{
    auto* button = makeButton({}, "door");
    button->setAccessibleName(name);
    button->setAccessibleDescription(says);
    button->setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Preferred); // all as high as the one that says most
    auto* column = new QVBoxLayout(button);
    column->setContentsMargins(16, 14, 16, 14);
    auto* picture = new QLabel;
    const auto restyle = [this, picture, icon] {
        picture->setPixmap(m_theme.pixmap(icon, m_theme.color(u"accent"_s), 28));
    };
    connect(&m_theme, &Theme::changed, picture, restyle);
    restyle();
    auto* top = new QHBoxLayout;
    top->addWidget(picture);
    top->addStretch();
    auto* arrow = makeLabel(u"→"_s, "go");
    top->addWidget(arrow);
    column->addLayout(top);
    QLabel* title = makeText(name, "section");
    title->setTextInteractionFlags(Qt::NoTextInteraction);
    column->addWidget(title);
    QLabel* text = makeText(says, "muted");
    text->setTextInteractionFlags(Qt::NoTextInteraction);
    column->addWidget(text);
    column->addStretch();
    for (QLabel* label : { picture, arrow, title, text }) {
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    static_cast<QHBoxLayout*>(m_doors)->addWidget(button, 1);
    return button;
}

void WelcomePage::refresh()
{
    m_list->refresh();
    const QList<KnownConnection> known = m_program.known();
    const bool isConnected = std::any_of(known.begin(), known.end(), [](const KnownConnection& one) { return one.isOpen; });
    m_title->setText(isConnected ? tr("Connections") : tr("From a cluster to an attested confidential pod"));
    m_what->setVisible(!isConnected); // who is connected knows it
}

void WelcomePage::chooseKubeconfig()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Open a kubeconfig"));
    if (file.isEmpty()) {
        return;
    }
    const Result<Done> added = m_program.addKubeconfig(file);
    if (added) {
        m_error->clear();
    } else {
        showError(added.error());
    }
}

void WelcomePage::askFor(const CloudAccount& account)
{
    showOpening({});
    m_cloud->show();
    m_cloud->askFor(account);
    showCard();
}

void WelcomePage::showOpening(const QString& what)
{
    m_error->clear();
    m_openingText->setText(what);
    m_opening->setVisible(!what.isEmpty());
}

void WelcomePage::showError(const Error& error)
{
    m_opening->hide();
    m_error->show(error);
    showCard();
}

void WelcomePage::showWhy(const words::Explanation& why)
{
    m_opening->hide();
    m_error->show(why);
    showCard();
}

void WelcomePage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (m_cloud->isAncestorOf(QApplication::focusWidget())) {
        showCard();
    }
}

/// The login with what came of it, where a low window would show the doors above them only.
void WelcomePage::showCard()
{
    QTimer::singleShot(0, this, [this] { // the page has to be laid out first
        auto* scroll = findChild<QScrollArea*>();
        for (QWidget* part : { static_cast<QWidget*>(m_error), static_cast<QWidget*>(m_cloud) }) {
            if (part->isVisible()) {
                scroll->ensureWidgetVisible(part, 0, 12);
            }
        }
    });
}

} // namespace cocoon::ui
