// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings_place.h"

#include "models/words/language.h"
#include "ui/widgets/card.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scroll_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QDoubleSpinBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QGridLayout>
#include <QLineEdit>
#include <QLocale>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>

namespace cocoon::ui {

using namespace Qt::StringLiterals;

namespace {
    struct Part {
        const char* name;
        const char* licence;
        const char* what;
    };
    constexpr Part kParts[] = {
        { "Qt 6 (Core, Network, Sql, Widgets, Svg, DBus)", "LGPL-3.0 / GPL-3.0", QT_TRANSLATE_NOOP("cocoon::ui::SettingsPlace", "window, network") },
        { "Qt Charts", "GPL-3.0", QT_TRANSLATE_NOOP("cocoon::ui::SettingsPlace", "charts") },
        { "SQLite", "public domain", QT_TRANSLATE_NOOP("cocoon::ui::SettingsPlace", "what was seen") },
        { "OpenSSL 3", "Apache-2.0", QT_TRANSLATE_NOOP("cocoon::ui::SettingsPlace", "TLS, digests") },
        { "yaml-cpp", "MIT", QT_TRANSLATE_NOOP("cocoon::ui::SettingsPlace", "reads YAML") },
        { "simdjson", "Apache-2.0", QT_TRANSLATE_NOOP("cocoon::ui::SettingsPlace", "reads JSON") },
        { "toml++", "MIT", QT_TRANSLATE_NOOP("cocoon::ui::SettingsPlace", "reads INITDATA") },
        { "tl::expected", "CC0-1.0", QT_TRANSLATE_NOOP("cocoon::ui::SettingsPlace", "results and errors") },
        { "zlib", "Zlib", QT_TRANSLATE_NOOP("cocoon::ui::SettingsPlace", "compression") },
        { "QtKeychain", "BSD-3-Clause", QT_TRANSLATE_NOOP("cocoon::ui::SettingsPlace", "the desktop's keyring") },
        { "Inter, JetBrains Mono", "OFL-1.1", QT_TRANSLATE_NOOP("cocoon::ui::SettingsPlace", "fonts, where installed") },
    };

    QFormLayout* makeForm()
    {
        auto* form = new QFormLayout;
        form->setHorizontalSpacing(16);
        form->setVerticalSpacing(10);
        form->setRowWrapPolicy(QFormLayout::WrapLongRows); // with large text there may be no room beside the name
        return form;
    }
}

SettingsPlace::SettingsPlace(Settings& settings, const QString& keyring, QWidget* parent)
    : QWidget(parent)
    , m_settings(settings)
    , m_keyringAtStart(keyring)
    , m_keyring(makeText({}, "muted"))
{
    setObjectName(u"placeBody"_s);
    setAccessibleName(tr("Settings"));
    QWidget* page = makeScrollPage(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(14);
    column->addWidget(makeLabel(tr("Settings"), "title"));

    auto* look = new Card(tr("Look"));
    auto* form = makeForm();
    auto* themes = new QComboBox;
    themes->setObjectName(u"settings.theme"_s);
    themes->addItem(tr("As the desktop"), static_cast<int>(Theme::Choice::System));
    themes->addItem(tr("Light"), static_cast<int>(Theme::Choice::Light));
    themes->addItem(tr("Dark"), static_cast<int>(Theme::Choice::Dark));
    themes->addItem(tr("High contrast"), static_cast<int>(Theme::Choice::Contrast));
    themes->setCurrentIndex(themes->findData(static_cast<int>(settings.theme())));
    // The palette changes it too.
    connect(&settings, &Settings::changed, themes, [&settings, themes] { themes->setCurrentIndex(themes->findData(static_cast<int>(settings.theme()))); });
    setSpokenPurpose(themes, tr("Theme"));
    connect(themes, &QComboBox::activated, this, [&settings, themes] { settings.setTheme(static_cast<Theme::Choice>(themes->currentData().toInt())); });
    form->addRow(makeLabel(tr("Theme"), ""), themes);
    auto* size = new QComboBox;
    size->setObjectName(u"settings.textSize"_s);
    for (const int percent : Settings::textSizes()) {
        size->addItem(tr("%1 %").arg(percent), percent);
    }
    size->setCurrentIndex(size->findData(settings.textPercent()));
    connect(&settings, &Settings::changed, size, [&settings, size] { size->setCurrentIndex(size->findData(settings.textPercent())); });
    setSpokenPurpose(size, tr("Text size"));
    connect(size, &QComboBox::activated, this, [&settings, size] { settings.setTextPercent(size->currentData().toInt()); });
    form->addRow(makeLabel(tr("Text size"), ""), size);
    auto* language = new QComboBox;
    language->setObjectName(u"settings.language"_s);
    setSpokenPurpose(language, tr("Language"));
    language->addItem(tr("As the desktop"), QString());
    for (const QString& code : words::Language::available()) {
        QString name = QLocale(code).nativeLanguageName();
        name[0] = name.at(0).toUpper();
        language->addItem(name, code);
    }
    language->setCurrentIndex(qMax(0, language->findData(settings.language())));
    QLabel* later = makeText({}, "small");
    connect(language, &QComboBox::activated, this, [&settings, language, later] {
        settings.setLanguage(language->currentData().toString());
        later->setText(tr("Cocoon speaks it from the next start on."));
    });
    form->addRow(makeLabel(tr("Language"), ""), language);
    form->addRow(QString(), later);
    look->content()->addLayout(form);
    column->addWidget(look);

    auto* alerts = new Card(tr("Alerts"));
    auto* alertForm = makeForm();
    auto* limit = new QDoubleSpinBox;
    limit->setObjectName(u"settings.spendLimit"_s);
    limit->setAccessibleName(tr("Spend limit in USD per hour"));
    limit->setRange(0, 100000);
    limit->setSingleStep(0.5);
    limit->setSuffix(tr(" USD/h"));
    limit->setSpecialValueText(tr("no limit"));
    limit->setValue(settings.spendLimit());
    connect(limit, &QDoubleSpinBox::editingFinished, this, [&settings, limit] { settings.setSpendLimit(limit->value()); });
    alertForm->addRow(makeLabel(tr("Peer pods may cost"), ""), limit);
    auto* desktop = new QCheckBox(tr("Say alerts on the desktop too"));
    desktop->setObjectName(u"settings.alertsOnDesktop"_s);
    desktop->setChecked(settings.alertsOnDesktop());
    connect(desktop, &QCheckBox::toggled, this, [&settings](bool isWanted) { settings.setAlertsOnDesktop(isWanted); });
    alertForm->addRow(QString(), desktop);
    alerts->content()->addLayout(alertForm);
    alerts->content()->addWidget(makeText(tr("Said once each: a server that nobody owns, more cost than the limit, a worker that falls out of “installed”, a confidential pod that fails. They come from what the open connection shows; nothing runs while Cocoon is closed."), "small"));
    column->addWidget(alerts);

    setKeyringNote({});
    addNetwork(*column);
    addFiles(*column);

    auto* about = new Card(tr("About Cocoon %1").arg(QStringLiteral(COCOON_VERSION)));
    about->content()->addWidget(makeText(tr("Free software under the GNU General Public License, version 3 or later. It comes without any warranty."), "muted"));
    QLabel* leaves = makeLine(tr("What leaves this machine"), "section");
    leaves->setObjectName(u"about.leaves"_s);
    about->content()->addWidget(leaves);
    about->content()->addWidget(makeText(tr("Only requests to the endpoints of the connection you open: IBM Cloud's interfaces, your cluster's API server, and the trustee "
                                            "you name. No account of ours, no telemetry, no update check."),
        "muted"));
    about->content()->addWidget(makeLabel(tr("Made with"), "section"));
    auto* parts = new QGridLayout;
    parts->setHorizontalSpacing(20);
    parts->setColumnStretch(2, 1);
    int row = 0;
    for (const Part& part : kParts) {
        parts->addWidget(makeLine(QString::fromLatin1(part.name), "strong"), row, 0);
        parts->addWidget(makeLabel(QString::fromLatin1(part.licence), "mono"), row, 1);
        parts->addWidget(makeLine(tr(part.what), "faint"), row++, 2);
    }
    about->content()->addLayout(parts);
    column->addWidget(about);
    column->addStretch(1);
    m_about = about;
}

void SettingsPlace::showAbout()
{
    QTimer::singleShot(0, this, [this] { // it may just have been made, and has no place yet
        findChild<QScrollArea*>()->verticalScrollBar()->setValue(m_about->y());
    });
}

void SettingsPlace::addNetwork(QVBoxLayout& column)
{
    auto* network = new Card(tr("Network"));
    auto* form = makeForm();
    form->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    auto* proxy = new QLineEdit(m_settings.proxy());
    proxy->setObjectName(u"settings.proxy"_s);
    proxy->setPlaceholderText(tr("from the environment (HTTPS_PROXY, NO_PROXY)"));
    proxy->setToolTip(proxy->placeholderText()); // elided where there is no room for it
    proxy->setAccessibleName(tr("Proxy"));
    connect(proxy, &QLineEdit::editingFinished, this, [this, proxy] { m_settings.setProxy(proxy->text().trimmed()); });
    form->addRow(makeLabel(tr("Proxy"), ""), proxy);
    auto* reach = new QComboBox;
    reach->setObjectName(u"settings.network"_s);
    setSpokenPurpose(reach, tr("Endpoints of IBM Cloud"));
    reach->addItem(tr("Public"), QString());
    reach->addItem(tr("Private network"), u"private"_s);
    reach->addItem(tr("Virtual private endpoint (VPE)"), u"vpe"_s);
    reach->setCurrentIndex(qMax(0, reach->findData(m_settings.network())));
    form->addRow(makeLabel(tr("Endpoints"), ""), reach);
    auto* region = new QComboBox;
    region->setObjectName(u"settings.region"_s);
    setSpokenPurpose(region, tr("Region of the private network"));
    for (const char* name : { "us-south", "us-east", "eu-de", "eu-gb", "jp-tok", "jp-osa", "au-syd", "ca-tor" }) {
        region->addItem(QString::fromLatin1(name));
    }
    region->setCurrentIndex(qMax(0, region->findText(m_settings.region())));
    form->addRow(makeLabel(tr("Region"), ""), region);
    QLabel* says = makeText({}, "small");
    network->content()->addLayout(form);
    network->content()->addWidget(says);
    column.addWidget(network);
    const auto take = [this, reach, region, says, form] {
        const QString kind = reach->currentData().toString();
        form->setRowVisible(region, !kind.isEmpty());
        m_settings.setNetwork(kind);
        m_settings.setRegion(kind.isEmpty() ? QString() : region->currentText());
        says->setText(kind.isEmpty() ? tr("Counts for connections that are opened from now on.")
                : kind == u"vpe"     ? tr("IAM, VPC and containers are asked on IBM Cloud's private network, and the cluster by the endpoint in its VPC. Works from inside the VPC or through a VPN. Counts for logins from now on; prices come from the catalog, which is public only.")
                                     : tr("IAM, VPC and containers are asked on IBM Cloud's private network, and the cluster by its private endpoint. Works from inside IBM Cloud or through a VPN. Counts for logins from now on; prices come from the catalog, which is public only."));
    };
    connect(reach, &QComboBox::activated, this, take);
    connect(region, &QComboBox::activated, this, take);
    take();
}

void SettingsPlace::addFiles(QVBoxLayout& column)
{
    auto* files = new Card(tr("Secrets and files"));
    files->content()->addWidget(makeLabel(tr("Keyring"), "section"));
    files->content()->addWidget(m_keyring);
    files->content()->addWidget(makeLine(tr("Data folder: journals, Intents, the sandbox's world"), "section"));
    auto* row = new QHBoxLayout;
    auto* folder = new QLineEdit(m_settings.dataFolder());
    folder->setObjectName(u"settings.dataFolder"_s);
    folder->setPlaceholderText(Settings::usualDataFolder());
    folder->setToolTip(folder->placeholderText());
    folder->setAccessibleName(tr("Data folder"));
    QPushButton* choose = makeButton(tr("Choose …"), "");
    row->addWidget(folder, 1);
    row->addWidget(choose);
    files->content()->addLayout(row);
    QLabel* problem = makeText(tr("Counts for connections that are opened from now on. What lies in the old folder stays there."), "small");
    files->content()->addWidget(problem);
    const auto take = [this, folder, problem] {
        const QString path = folder->text().trimmed();
        const QFileInfo info(path);
        if (!path.isEmpty() && (!info.isAbsolute() || (info.exists() ? !info.isDir() || !info.isWritable() : !QDir().mkpath(path)))) {
            problem->setText(tr("%1 cannot be used: give the full path of a folder that you may write to.").arg(path));
            return;
        }
        m_settings.setDataFolder(path);
        problem->setText(tr("Counts for connections that are opened from now on. What lies in the old folder stays there."));
    };
    connect(folder, &QLineEdit::editingFinished, this, take);
    connect(choose, &QPushButton::clicked, this, [this, folder, take] {
        const QString path = QFileDialog::getExistingDirectory(this, tr("Data folder"), folder->text().isEmpty() ? Settings::usualDataFolder() : folder->text());
        if (!path.isEmpty()) {
            folder->setText(path);
            take();
        }
    });
    files->content()->addWidget(makeLine(tr("These settings, and the connections beside them"), "section"));
    files->content()->addWidget(makeText(m_settings.file(), "mono"));
    column.addWidget(files);
}

void SettingsPlace::setKeyringNote(const QString& note)
{
    m_keyring->setText(tr("Secrets live here between runs: %1").arg(note.isEmpty() ? m_keyringAtStart : note));
}

} // namespace cocoon::ui
