// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/settings/settings_place.h"

#include "models/words/language.h"
#include "ui/widgets/card.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/scroll_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLineEdit>
#include <QLocale>

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
}

SettingsPlace::SettingsPlace(Settings& settings, const QString& stateFolder, QWidget* parent)
    : QWidget(parent)
    , m_keyring(makeText(tr("Known once a connection is open."), "muted"))
{
    setObjectName(u"placeBody"_s);
    setAccessibleName(tr("Settings"));
    QWidget* page = makeScrollPage(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(20, 20, 20, 20);
    column->setSpacing(14);
    column->addWidget(makeLabel(tr("Settings"), "title"));

    auto* look = new Card(tr("Look"));
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(10);
    auto* themes = new QComboBox;
    themes->setObjectName(u"settings.theme"_s);
    themes->addItem(tr("As the desktop"), static_cast<int>(Theme::Choice::System));
    themes->addItem(tr("Light"), static_cast<int>(Theme::Choice::Light));
    themes->addItem(tr("Dark"), static_cast<int>(Theme::Choice::Dark));
    themes->addItem(tr("High contrast"), static_cast<int>(Theme::Choice::Contrast));
    themes->setCurrentIndex(themes->findData(static_cast<int>(settings.theme())));
    themes->setAccessibleName(tr("Theme"));
    connect(themes, &QComboBox::activated, this, [&settings, themes] { settings.setTheme(static_cast<Theme::Choice>(themes->currentData().toInt())); });
    form->addRow(makeLabel(tr("Theme"), ""), themes);
    auto* size = new QComboBox;
    size->setObjectName(u"settings.textSize"_s);
    for (const int percent : { 100, 110, 125, 150, 175, 200 }) {
        size->addItem(tr("%1 %").arg(percent), percent);
    }
    size->setCurrentIndex(qMax(0, size->findData(settings.textPercent())));
    size->setAccessibleName(tr("Text size"));
    connect(size, &QComboBox::activated, this, [&settings, size] { settings.setTextPercent(size->currentData().toInt()); });
    form->addRow(makeLabel(tr("Text size"), ""), size);
    auto* language = new QComboBox;
    language->setObjectName(u"settings.language"_s);
    language->setAccessibleName(tr("Language"));
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
    auto* alertForm = new QFormLayout;
    alertForm->setHorizontalSpacing(16);
    alertForm->setVerticalSpacing(10);
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

    auto* network = new Card(tr("Network"));
    auto* netForm = new QFormLayout;
    netForm->setHorizontalSpacing(16);
    netForm->setFieldGrowthPolicy(QFormLayout::ExpandingFieldsGrow);
    auto* proxy = new QLineEdit(settings.proxy());
    proxy->setPlaceholderText(tr("from the environment (HTTPS_PROXY, NO_PROXY)"));
    proxy->setAccessibleName(tr("Proxy"));
    connect(proxy, &QLineEdit::editingFinished, this, [&settings, proxy] { settings.setProxy(proxy->text().trimmed()); });
    netForm->addRow(makeLabel(tr("Proxy"), ""), proxy);
    network->content()->addLayout(netForm);
    network->content()->addWidget(makeText(tr("Counts for connections that are opened from now on."), "small"));
    column->addWidget(network);

    auto* files = new Card(tr("Secrets and files"));
    files->content()->addWidget(makeLabel(tr("Keyring"), "section"));
    files->content()->addWidget(m_keyring);
    files->content()->addWidget(makeLabel(tr("Journals, Intents and what was seen"), "section"));
    files->content()->addWidget(makeText(stateFolder, "mono"));
    files->content()->addWidget(makeLabel(tr("These settings"), "section"));
    files->content()->addWidget(makeText(settings.file(), "mono"));
    column->addWidget(files);

    auto* about = new Card(tr("About Cocoon %1").arg(QStringLiteral(COCOON_VERSION)));
    about->content()->addWidget(makeText(tr("Free software under the GNU General Public License, version 3 or later. It comes without any warranty."), "muted"));
    about->content()->addWidget(makeLabel(tr("What leaves this machine"), "section"));
    about->content()->addWidget(makeText(tr("Only requests to the endpoints of the connection you open: IBM Cloud's interfaces, your cluster's API server, and the trustee "
                                            "you name. No account of ours, no telemetry, no update check."),
        "muted"));
    about->content()->addWidget(makeLabel(tr("Made with"), "section"));
    auto* parts = new QGridLayout;
    parts->setHorizontalSpacing(20);
    parts->setColumnStretch(2, 1);
    int row = 0;
    for (const Part& part : kParts) {
        parts->addWidget(makeLabel(QString::fromLatin1(part.name), "strong"), row, 0);
        parts->addWidget(makeLabel(QString::fromLatin1(part.licence), "mono"), row, 1);
        parts->addWidget(makeLabel(tr(part.what), "faint"), row++, 2);
    }
    about->content()->addLayout(parts);
    column->addWidget(about);
    column->addStretch(1);
}

void SettingsPlace::setKeyringNote(const QString& note)
{
    m_keyring->setText(note.isEmpty() ? tr("Known once a connection is open.") : note);
}

} // namespace cocoon::ui
