// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/welcome_page.h"

#include "ui/widgets/card.h"
#include "ui/widgets/error_panel.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scroll_page.h"

#include <QComboBox>
#include <QFileDialog>
#include <QGridLayout>
#include <QLineEdit>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

WelcomePage::WelcomePage(const Theme& theme, Program& program, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_program(program)
    , m_error(new ErrorPanel(theme))
    , m_opening(new Card)
    , m_openingText(makeText({}, ""))
    , m_cloud(new Card(tr("IBM Cloud")))
    , m_loginKind(new QComboBox)
    , m_key(new QLineEdit)
    , m_logIn(makeButton(tr("Log in and list clusters"), "primary"))
    , m_clusters(new QWidget)
    , m_contexts(new Card(tr("Contexts of your kubeconfig")))
    , m_contextRows(new QWidget)
{
    setObjectName(u"placeBody"_s);
    setAccessibleName(tr("Welcome"));
    QWidget* page = makeScrollPage(this);
    auto* centre = new QHBoxLayout(page);
    centre->setContentsMargins(24, 28, 24, 28);
    auto* box = new QWidget;
    box->setMaximumWidth(theme.px(920));
    centre->addStretch(1);
    centre->addWidget(box, 20);
    centre->addStretch(1);
    auto* column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(16);
    column->addWidget(makeText(tr("From a cluster to an attested confidential pod"), "title"));
    column->addWidget(makeText(tr("Cocoon sets up confidential containers on Red Hat OpenShift on IBM Cloud: pods whose memory even the cloud cannot "
                                  "read. It shows every change before it is made, finds every id by itself, and goes on from what is really there."),
        "muted"));
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
    connect(sandbox, &QPushButton::clicked, this, [this] { m_program.openSandbox(); });
    connect(cloud, &QPushButton::clicked, this, [this] {
        m_cloud->show();
        m_key->setFocus();
    });
    connect(file, &QPushButton::clicked, this, &WelcomePage::chooseKubeconfig);

    column->addWidget(m_error);
    m_opening->content()->addWidget(m_openingText);
    m_opening->hide();
    column->addWidget(m_opening);
    m_cloud->content()->addWidget(makeCloudForm());
    m_cloud->hide();
    column->addWidget(m_cloud);
    new QVBoxLayout(m_contextRows);
    m_contextRows->layout()->setContentsMargins(0, 0, 0, 0);
    m_contexts->content()->addWidget(m_contextRows);
    column->addWidget(m_contexts);
    column->addStretch();
    refresh();
}

QPushButton* WelcomePage::addDoor(const QString& name, const QString& says, const QString& icon)
{
    auto* button = makeButton({}, "door");
    button->setAccessibleName(name);
    button->setAccessibleDescription(says);
    auto* column = new QVBoxLayout(button);
    column->setContentsMargins(16, 14, 16, 14);
    auto* picture = new QLabel;
    const auto restyle = [this, picture, icon] {
        picture->setPixmap(m_theme.pixmap(icon, m_theme.color(u"accent"_s), 28));
    };
    connect(&m_theme, &Theme::changed, picture, restyle);
    restyle();
    column->addWidget(picture);
    QLabel* title = makeText(name, "section");
    title->setTextInteractionFlags(Qt::NoTextInteraction);
    column->addWidget(title);
    QLabel* text = makeText(says, "muted");
    text->setTextInteractionFlags(Qt::NoTextInteraction);
    column->addWidget(text);
    column->addStretch();
    for (QLabel* label : { picture, title, text }) {
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
    }
    static_cast<QHBoxLayout*>(m_doors)->addWidget(button, 1);
    return button;
}

QWidget* WelcomePage::makeCloudForm()
{
    auto* form = new QWidget;
    auto* column = new QVBoxLayout(form);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(makeText(tr("What you type stays in memory and goes to iam.cloud.ibm.com only. It is asked again next time, unless your keyring keeps it."), "muted"));
    auto* row = new QHBoxLayout;
    m_loginKind->addItems({ tr("API key"), tr("One-time passcode") });
    m_loginKind->setAccessibleName(tr("Kind of login"));
    m_key->setEchoMode(QLineEdit::Password);
    m_key->setAccessibleName(tr("API key or passcode"));
    m_key->setPlaceholderText(tr("Paste it here"));
    row->addWidget(m_loginKind);
    row->addWidget(m_key, 1);
    row->addWidget(m_logIn);
    column->addLayout(row);
    new QVBoxLayout(m_clusters);
    m_clusters->layout()->setContentsMargins(0, 8, 0, 0);
    column->addWidget(m_clusters);
    connect(m_logIn, &QPushButton::clicked, this, &WelcomePage::logIn);
    connect(m_key, &QLineEdit::returnPressed, this, &WelcomePage::logIn);
    return form;
}

void WelcomePage::logIn()
{
    if (m_key->text().isEmpty()) {
        showError({ Errc::Invalid, tr("Nothing was typed: paste an API key, or a one-time passcode from your IBM Cloud account."), {} });
        m_key->setFocus();
        return;
    }
    CloudLogin login;
    (m_loginKind->currentIndex() == 0 ? login.apiKey : login.passcode) = Secret(m_key->text().trimmed().toUtf8());
    m_logIn->setEnabled(false);
    m_error->clear();
    showOpening(tr("Logging in to IBM Cloud …"));
    m_program.logIn(login)->then(this, [this](const Result<QList<ClusterChoice>>& clusters) {
        m_logIn->setEnabled(true);
        m_opening->hide();
        if (!clusters) {
            showError(clusters.error());
            return;
        }
        m_key->clear();
        showClusters(*clusters);
    });
}

namespace {
    void clear(QWidget* holder)
    {
        while (QLayoutItem* item = holder->layout()->takeAt(0)) {
            delete item->widget();
            delete item;
        }
    }
}

void WelcomePage::showClusters(const QList<ClusterChoice>& clusters)
{
    clear(m_clusters);
    if (clusters.isEmpty()) {
        m_clusters->layout()->addWidget(makeText(tr("This account has no OpenShift cluster in a VPC. Create one first (IBM Cloud console, Containers, Clusters)."), "muted"));
    }
    for (const ClusterChoice& cluster : clusters) {
        auto* row = new QWidget;
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 2, 0, 2);
        auto* name = new ElidedLabel("section");
        name->setFullText(cluster.name);
        auto* facts = new ElidedLabel("muted");
        facts->setFullText(cluster.unsuitable.isEmpty() ? tr("%1 · OpenShift %2 · %3 · %n worker(s)", nullptr, cluster.workers).arg(cluster.region, cluster.version, cluster.state)
                                                        : tr("%1 · not suitable: %2").arg(cluster.region, cluster.unsuitable));
        QPushButton* open = makeButton(tr("Open"), cluster.unsuitable.isEmpty() ? "primary" : "");
        open->setAccessibleName(tr("Open cluster %1").arg(cluster.name));
        connect(open, &QPushButton::clicked, this, [this, id = cluster.id, name = cluster.name] { m_program.openCluster(id, name); });
        line->addWidget(name, 2);
        line->addWidget(facts, 4);
        line->addWidget(open);
        m_clusters->layout()->addWidget(row);
    }
}

void WelcomePage::refresh()
{
    QList<KnownConnection> contexts;
    for (const KnownConnection& known : m_program.known()) {
        if (known.kind == KnownConnection::Kind::Kubeconfig) {
            contexts.append(known);
        }
    }
    showContexts(contexts);
}

void WelcomePage::showContexts(const QList<KnownConnection>& contexts)
{
    clear(m_contextRows);
    for (const KnownConnection& context : contexts) {
        auto* row = new QWidget;
        auto* line = new QHBoxLayout(row);
        line->setContentsMargins(0, 2, 0, 2);
        auto* name = new ElidedLabel("section");
        name->setFullText(context.name);
        auto* detail = new ElidedLabel("mono");
        detail->setFullText(context.detail);
        QPushButton* open = makeButton(tr("Open"), "");
        open->setAccessibleName(tr("Open context %1").arg(context.name));
        connect(open, &QPushButton::clicked, this, [this, id = context.id] { m_program.openKnown(id); });
        line->addWidget(name, 2);
        line->addWidget(detail, 4);
        line->addWidget(open);
        m_contextRows->layout()->addWidget(row);
    }
    m_contexts->setVisible(!contexts.isEmpty());
}

void WelcomePage::chooseKubeconfig()
{
    const QString file = QFileDialog::getOpenFileName(this, tr("Open a kubeconfig"));
    if (file.isEmpty()) {
        return;
    }
    const Result<QList<KnownConnection>> contexts = m_program.contexts(file);
    if (!contexts) {
        showError(contexts.error());
        return;
    }
    m_error->clear();
    showContexts(*contexts);
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
}

} // namespace cocoon::ui
